/** Addresses on this server, which may stand below a path: then the page's body names it. */

/** "/KTRVPD/host" as the browser must ask for it: "/bus/KTRVPD/host". */
export function at(path: string): string {
  return (document.body.dataset.base ?? "") + path;
}
