/**
 * The language of this page, which the server has chosen: app/web/languages.py says how. An address may ask for one, in `?lang=`,
 * and leads on to pages in the same one.
 */
import { at } from "./base";

const NAME = "lang";

/** What this page's address asks for; null where it asks for none. */
export function askedFor(): string | null {
  return new URLSearchParams(location.search).get(NAME);
}

/** The address of another page, which goes on in the language that this one's asks for. */
export function page(path: string): string {
  const asked = askedFor();
  if (asked === null) return at(path);
  const [place, hash = ""] = path.split(/(?=#)/);
  return at(`${place}${path.includes("?") ? "&" : "?"}${new URLSearchParams({ [NAME]: asked })}${hash}`);
}

/** From now on this page's address asks for none. */
export function askForNone(): void {
  history.replaceState(null, "", withoutLanguage(location.href));
}

export function withoutLanguage(href: string): URL {
  const address = new URL(href);
  address.searchParams.delete(NAME);
  return address;
}
