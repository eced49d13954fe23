/** Loads the words for what the server refuses, when it does. */
import type { lineRefused, refusalWords } from "../core/refusal_words";
import { at } from "./base";

declare const REFUSALS_SCRIPT: string;

interface Words {
  lineRefused: typeof lineRefused;
  refusalWords: typeof refusalWords;
}

/** The sentence, from the words; `otherwise` where they cannot be loaded. */
export async function refusal<T extends string | null>(
  say: (words: Words) => string,
  otherwise: T,
): Promise<string | T> {
  try {
    return say((await import(at(REFUSALS_SCRIPT))) as Words);
  } catch {
    return otherwise;
  }
}
