/** Letters as people count them. Pure. */

/** A family of emoji is one, and so is a letter with its accents; an old browser counts Unicode's characters. */
export function letters(text: string): string[] {
  if (!Intl.Segmenter) return [...text];
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}

/** The server keeps so many of a name. */
export const NAME_LETTERS = 20;

/** A name as the server will keep it. */
export function asKept(typed: string): string {
  return letters(typed.trim()).slice(0, NAME_LETTERS).join("");
}
