/** What tests use of page_words.mjs. */
export function html(parts: unknown): string;
