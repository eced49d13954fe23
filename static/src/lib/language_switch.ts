/**
 * The links to this page in other languages, which the server has written. One press, and this browser's pages are in that
 * language: a cookie says so, because the server must know it before a page begins. Without cookies the address does.
 */
import { at } from "./base";

const YEAR_S = 31_536_000;
const links = document.querySelector<HTMLElement>(".languages");

if (links) {
  links.onclick = (event) => {
    const { href, lang } = event.target as HTMLAnchorElement;
    if (!href) return;
    event.preventDefault();
    // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store, and none has it without TLS
    document.cookie = `lang=${lang};path=${at("") || "/"};max-age=${YEAR_S};samesite=lax`;
    // the language stands last
    const address = navigator.cookieEnabled ? href.replace(/.lang=.*/, "") : href;
    history.replaceState(null, "", address + location.hash);
    location.reload();
  };
}

/** A view's place for them: the `ref` of an element. */
export function placeLanguages(place: HTMLElement | null): void {
  if (!links) return;
  links.hidden = !place;
  (place ?? document.body).append(links);
}
