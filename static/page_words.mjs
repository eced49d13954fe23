/**
 * The words that the server writes: the messages which templates name (`m.key`), as HTML that Python's `Markup.format` fills.
 *
 * Tags as everywhere, and two more: <kbd>the name of a key</kbd>, and <link>words</link> to the address that the template gives
 * as `link`. The server knows no rules of plurals, so these messages have one form.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TYPE } from "@formatjs/icu-messageformat-parser";
import { ENGLISH, read, USED, walk } from "./messages.mjs";

const TEMPLATES = join(dirname(fileURLToPath(import.meta.url)), "..", "templates");
const HTML = { b: "b", code: "code", name: "bdi", kbd: "kbd" };
const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "{": "&#123;", "}": "&#125;" };

/** Template -> the keys that it names. */
function namedByTemplates() {
  const files = readdirSync(TEMPLATES).filter((name) => name.endsWith(".html"));
  return Object.fromEntries(
    files.map((name) => {
      const source = readFileSync(join(TEMPLATES, name), "utf8");
      return [name, [...new Set(Array.from(source.matchAll(USED), ([, key]) => key))]];
    }),
  );
}

/** Those that app/web/proposals.py makes names of. */
const OF_FACES = /^(animal|colour)_|^face_name$/;

/** The keys that templates name, and those of faces, in their order. */
export function keysOfServer() {
  const of_faces = Object.keys(read(ENGLISH)).filter((key) => OF_FACES.test(key));
  return [...new Set([...Object.values(namedByTemplates()).flat(), ...of_faces])].sort();
}

/** Key -> the message in this language, for `Markup.format`. */
export function wordsOfServer(language, catalogue = read(language)) {
  return Object.fromEntries(keysOfServer().map((key) => [key, html(catalogue[key])]));
}

export function html(parts) {
  const text = parts.map((part) => {
    if (part.type === TYPE.literal) return part.value.replace(/[&<>"{}]/g, (letter) => ESCAPED[letter]);
    if (part.type === TYPE.argument) return `{${part.value}}`;
    if (part.value === "link") return `<a href="{link}">${html(part.children)}</a>`;
    return `<${HTML[part.value]}>${html(part.children)}</${HTML[part.value]}>`;
  });
  return text.join("");
}

/** What is wrong with the messages that templates name, in sentences. */
export function problemsOfTemplates(english = read(ENGLISH)) {
  const named = Object.entries(namedByTemplates());
  return named.flatMap(([name, keys]) =>
    keys.flatMap((key) =>
      english[key]
        ? notHtml(english[key]).map((what) => `templates/${name}: ${key}: ${what}`)
        : [`templates/${name}: ${key} is not in ${ENGLISH}.json`],
    ),
  );
}

function notHtml(parts) {
  return [...walk(parts)].flatMap(({ part }) => {
    if (part.type === TYPE.tag && part.value !== "link" && !HTML[part.value])
      return [`no template writes <${part.value}>`];
    return part.options ? [`no template chooses a form of {${part.value}}`] : [];
  });
}
