/** Where others join, as people read and type it. Pure. */

/** "192.168.1.7:8000" or "school.example/bus": an address without its scheme. */
export function bare(url: string): string {
  return url.replace(/^https?:\/\//, "");
}

/** What stands between the scheme and the room's code: the computer, and the path below which the server is found. */
export function place(join_url: string): string {
  return bare(join_url).replace(/\/[^/]*$/, "");
}

/** The path of the QR code of where others join; another address is another picture. */
export function qrPath(join_url: string): string {
  const code = join_url.slice(join_url.lastIndexOf("/"));
  return `${code}/qr.svg?of=${encodeURIComponent(place(join_url))}`;
}

/** True of an address by which a computer means itself (RFC 1122, RFC 6761): phones that open it find nobody. */
export function isOwnAddress(join_url: string): boolean {
  const host = bare(join_url).replace(/(:\d+)?\/.*$/, "");
  return /^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$|\.localhost$/.test(host);
}
