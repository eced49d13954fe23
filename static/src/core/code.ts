import * as m from "messages";

/**
 * Room codes: six consonants without look-alikes, shown in two groups; and how one is found in what people type and paste.
 * The server and remote_barrier.py find the same: tests/recorded/typed_codes.json is their common table.
 */
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
const LETTER = `[${LETTERS}]`;
const LENGTH = 6;
/**
 * What people put between the letters: blanks, dashes, dots, whatever is no letter and no digit; and U+30FC, a letter that
 * Japanese keyboards write for a dash.
 */
const FILLER = "(?:[^\\p{L}\\p{N}]|\\u30fc)";
const FILLERS = new RegExp(FILLER, "gu");
/** A code in longer text: no part of a word, nor of a computer's name. Safari before 16.4 knows no look-behind. */
const INSIDE = new RegExp(
  `(?:^|[^\\p{L}\\p{N}])(${LETTER}(?:${FILLER}*${LETTER}){${LENGTH - 1}})(?!\\.?[\\p{L}\\p{N}])`,
  "gu",
);
/** The beginning of a link, and what stands before it; the computer's name may look like a code, too. */
const HOST = /(^|[^A-Z0-9+.-])[A-Z0-9+.-]+:\/\/[^/?#\s]*/g;
/** Bytes in a link; those in a code are blanks. */
const ESCAPED = /(?:%[0-9A-F]{2})+/g;

/** In one case and width, without what nobody sees. */
function plain(typed: string): string {
  return typed
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .toUpperCase();
}

/**
 * The code in its one spelling, "KTRVPD", out of whatever was typed or pasted; null without one. The last code of a path
 * counts, before the query and the fragment, where the host's key is.
 */
export function spell(typed: string): string | null {
  for (const part of plain(typed).replace(HOST, "$1 ").replace(ESCAPED, " ").split(/[?#]/)) {
    let found: string | undefined;
    part.replace(INSIDE, (whole, code: string) => {
      found = code;
      return whole;
    });
    if (found !== undefined) return found.replace(FILLERS, "");
  }
  return null;
}

/** A sentence that says what is wrong with a typed code, or null. */
export function problem(typed: string): string | null {
  if (spell(typed) !== null) return null;
  const letters = plain(typed).replace(FILLERS, "");
  return new RegExp(`^${LETTER}*$`).test(letters) ? m.bad_code_length({ n: LENGTH }) : m.bad_code_letters;
}

/** "KTRVPD" as people read it: "KTR VPD". */
export function shown(code: string): string {
  return `${code.slice(0, LENGTH / 2)} ${code.slice(LENGTH / 2)}`.trim();
}
