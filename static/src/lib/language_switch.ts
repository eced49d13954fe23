/** The links to this page in other languages, which the server has written: see templates/languages.html. */
const links = document.querySelector<HTMLElement>(".languages");

/** A view's place for them: the `ref` of an element. */
export function placeLanguages(place: HTMLElement | null): void {
  if (!links) return;
  links.hidden = !place;
  (place ?? document.body).append(links);
}
