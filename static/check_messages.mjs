/** Checks the catalogue in all languages, and writes the types of its messages into generated/messages.d.ts. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ENGLISH, isRich, languages, ofScripts, PSEUDO, placeholders, problems, read, USED } from "./messages.mjs";
import { keysOfServer, problemsOfTemplates } from "./page_words.mjs";

const ROOT = dirname(fileURLToPath(import.meta.url));
const TYPES = join(ROOT, "generated", "messages.d.ts");

/** The types of the English messages, for TypeScript. */
function declarations(english) {
  const lines = ofScripts(english).map(([key, parts]) => {
    const given = Object.entries(placeholders(parts)).map(([name, type]) => `${name}: ${type}`);
    const result = isRich(parts) ? "Words" : "string";
    return `  export const ${key}: ${given.length > 0 ? `(given: { ${given.join("; ")} }) => ${result}` : result};`;
  });
  return `declare module "messages" {
  import type { Words } from "../src/core/words";
  type Text = string | number;
  /** For Intl. */
  export const LANGUAGE: string;
  /** Language -> its name in itself. */
  export const LANGUAGE_NAMES: Readonly<Record<string, string>>;
${lines.join("\n")}
}
`;
}

/** Keys that no page names. TypeScript knows names that are no keys. */
function unused(keys) {
  const sources = readdirSync(join(ROOT, "src"), { recursive: true }).filter((name) => /\.tsx?$/.test(name));
  const text = sources.map((name) => readFileSync(join(ROOT, "src", name), "utf8")).join("\n");
  const used = new Set([...Array.from(text.matchAll(USED), ([, key]) => key), ...keysOfServer()]);
  return keys.filter((key) => !used.has(key)).map((key) => `messages/${ENGLISH}.json: no page uses ${key}`);
}

const english = read(ENGLISH);
mkdirSync(dirname(TYPES), { recursive: true });
writeFileSync(TYPES, declarations(english));
const translated = languages().filter((language) => language !== PSEUDO);
const found = [
  ...unused(Object.keys(english)),
  ...problemsOfTemplates(english),
  ...translated.flatMap((language) => problems(language, read(language), english)),
];
for (const what of found) console.error(what);
process.exitCode = found.length > 0 ? 1 : 0;
