/** Room codes: six consonants without look-alikes, shown in two groups. No vowels, so no words; no digits. */
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
const LENGTH = 6;

/** What a person typed, as the canonical letters: case, spaces and dashes don't matter. */
export function normalise(typed: string): string {
  return typed.toUpperCase().replace(/[\s\-_.·–—]/g, "");
}

/** A sentence that says what is wrong with a typed code, or null. */
export function problem(typed: string): string | null {
  const code = normalise(typed);
  if ([...code].some((letter) => !LETTERS.includes(letter))) return "Codes have only letters, no A E I O U.";
  if (code.length !== LENGTH) return `A code has ${LENGTH} letters.`;
  return null;
}

/** "KTRVPD" as people read it: "KTR VPD". */
export function shown(code: string): string {
  return `${code.slice(0, LENGTH / 2)} ${code.slice(LENGTH / 2)}`.trim();
}
