/**
 * The language of this page, which the server has chosen: app/web/languages.py says how. An address may ask for one, in `?lang=`,
 * and leads on to pages in the same one.
 */
import { at } from "./base";

const ASKED = /\blang=[\w-]+/;

/** "lang=de", where this page's address asks for a language. */
export function askedFor(): string | undefined {
  return ASKED.exec(location.search)?.[0];
}

/** The address of another page, which goes on in the language that this one's asks for. */
export function page(path: string): string {
  const asked = askedFor();
  return at(asked ? path.replace(/#|$/, `${path.includes("?") ? "&" : "?"}${asked}$&`) : path);
}

/** From now on this page's address asks for none. */
export function askForNone(): void {
  const address = new URL(location.href);
  address.searchParams.delete("lang");
  history.replaceState(null, "", address);
}
