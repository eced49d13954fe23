/** What tests use of messages.mjs. */
type Catalogue = Record<string, unknown>;
export function parsed(messages: Record<string, string>, source: string): Catalogue;
export function compile(language: string, catalogue?: Catalogue): string;
export function problems(language: string, catalogue: Catalogue, english: Catalogue): string[];
