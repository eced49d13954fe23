/** Numbers in sentences. Pure. */

const SPELLED = [
  "none",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

/** "two"; from thirteen on digits. */
export function spelled(n: number): string {
  return SPELLED[n] ?? thousands(n);
}

/** "44,849". */
export function thousands(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}
