/**
 * The catalogue: messages/<language>.json, ICU MessageFormat by key, with English first. Compiled here to one module a language,
 * which a page imports as "messages": what it does not use is left out of its bundle, and no parser travels.
 *
 * `{n}` is a word or a number, `{n, plural, …}`, `{n, selectordinal, …}` and `{x, select, …}` as in ICU. A message with tags becomes
 * parts that a view draws: <b>strong</b>, <code>Python’s words</code>, <name>{who}</name> isolated, <words>{parts}</words>.
 * What templates name is written into words.json instead: see page_words.mjs.
 *
 * check_messages.mjs checks all languages, and writes the types of the messages.
 */
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";

const SOURCE = /[\\/]src[\\/].*\.tsx?$/;
export const USED = /\bm\.(\w+)\b/g;
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "messages");
export const ENGLISH = "en";
/** English with accents and a third longer: what shows without them is not in the catalogue. */
export const PSEUDO = "en-XA";
/** English of Europe: "Ana, Ben and Chloé". Arabic with the digits of the code and the charts. */
const FORMATS = { en: "en-GB", "en-XA": "en-GB", ar: "ar-u-nu-latn" };
/** The message that is a language's own name. */
const OWN_NAME = "language_name";
const TAGS = { b: "strong", code: "code", name: "name" };
/** Only in messages of templates: see page_words.mjs. */
const TEMPLATE_TAGS = ["kbd", "link"];
const KNOWN_TAGS = [...Object.keys(TAGS), "words", ...TEMPLATE_TAGS];
/** A plural needs the forms that these numbers have: a room has at most 1,000 workers, and millions are never told. */
const COUNTED = 1_000;

/** The languages there are, English first. */
export const languages = () => [
  ENGLISH,
  ...readdirSync(FOLDER)
    .map((name) => basename(name, ".json"))
    .filter((language) => language !== ENGLISH)
    .sort(),
  PSEUDO,
];

/** Key -> parts of the message. Throws a sentence where one cannot be read. */
export function parsed(messages, source) {
  return Object.fromEntries(
    Object.entries(messages).map(([key, text]) => {
      try {
        return [key, parse(text)];
      } catch (error) {
        throw new Error(`messages/${source}.json: ${key}: ${error.message}`);
      }
    }),
  );
}

const texts = (language) => JSON.parse(readFileSync(join(FOLDER, `${language}.json`), "utf8"));

export function read(language) {
  const source = language === PSEUDO ? ENGLISH : language;
  const catalogue = parsed(texts(source), source);
  if (language !== PSEUDO) return catalogue;
  return Object.fromEntries(Object.entries(catalogue).map(([key, parts]) => [key, accented(parts)]));
}

/** Every part of a message, those inside tags and forms as well, with the tag around it. */
export function* walk(parts, tag = null) {
  for (const part of parts) {
    yield { part, tag };
    if (part.type === TYPE.tag) yield* walk(part.children, part.value);
    for (const { value } of Object.values(part.options ?? {})) yield* walk(value, tag);
  }
}

/** What a message is given: name -> its type in TypeScript. */
export function placeholders(parts) {
  const types = {};
  for (const { part, tag } of walk(parts)) {
    if (part.type === TYPE.argument)
      types[part.value] ??= tag === "words" ? "Words" : tag === "name" ? "string" : "Text";
    else if (part.type === TYPE.plural) types[part.value] = "number";
    else if (part.type === TYPE.select) types[part.value] = kindOf(part);
  }
  return types;
}

/** `true` and `false` make a condition; other names are themselves, and `other` any word. */
function kindOf({ options }) {
  const names = Object.keys(options);
  if (names.includes("true")) return "boolean";
  return names.map((name) => (name === "other" ? "string" : JSON.stringify(name))).join(" | ");
}

export const isRich = (parts) => [...walk(parts)].some(({ part }) => part.type === TYPE.tag);

/** Messages that a script can draw. */
export const ofScripts = (catalogue) =>
  Object.entries(catalogue).filter(
    ([, parts]) => ![...walk(parts)].some(({ part }) => TEMPLATE_TAGS.includes(part.value)),
  );

/** The module "messages" in this language, as JavaScript. */
export function compile(language, catalogue = read(language)) {
  const lines = [
    `export const LANGUAGE = ${JSON.stringify(FORMATS[language] ?? language)};`,
    "const $rules = (type) => new Intl.PluralRules(LANGUAGE, { type });",
    'const $cardinal = /* @__PURE__ */ $rules("cardinal");',
    'const $ordinal = /* @__PURE__ */ $rules("ordinal");',
  ];
  for (const [key, parts] of ofScripts(catalogue)) {
    const given = Object.keys(placeholders(parts));
    const value = isRich(parts) ? list(parts) : template(parts);
    lines.push(`export const ${key} = ${given.length > 0 ? `({ ${given.join(", ")} }) => ` : ""}${value};`);
  }
  return lines.join("\n");
}

const quoted = (text) => text.replace(/[\\`]|\$(?=\{)/g, "\\$&");

/** A text as a template. `counted` is the number that # stands for. */
function template(parts, counted = null) {
  const text = parts.map((part) => {
    if (part.type === TYPE.literal) return quoted(part.value);
    if (part.type === TYPE.pound) return `\${${counted}}`;
    if (part.type === TYPE.argument) return `\${${part.value}}`;
    return `\${${forms(part, template, counted)}}`;
  });
  return `\`${text.join("")}\``;
}

/** A message with tags as a list of parts. */
function list(parts, counted = null) {
  const items = parts.map((part) => {
    if (part.type !== TYPE.tag) return part.options ? `...${forms(part, list, counted)}` : template([part], counted);
    if (part.value === "words") return `...${part.children[0].value}`;
    return `{ ${TAGS[part.value]}: ${template(part.children, counted)} }`;
  });
  return `[${items.join(", ")}]`;
}

/** One of several forms, by number or by name. */
function forms({ type, value, options, pluralType }, write, counted) {
  const number = type === TYPE.plural ? value : counted;
  const written = Object.entries(options).map(([name, option]) => [name, write(option.value, number)]);
  if (type === TYPE.plural) return numbered(value, written, pluralType);
  const by_name = Object.fromEntries(written);
  if (by_name.true) return `(${value} ? ${by_name.true} : ${by_name.false ?? by_name.other})`;
  return written.reduceRight(
    (rest, [name, form]) => (rest === null ? form : `${value} === ${JSON.stringify(name)} ? ${form} : ${rest}`),
    null,
  );
}

/** Forms by number: those of one number first, then those of Intl, as far as they differ from the last. */
function numbered(n, written, pluralType) {
  const other = written.find(([name]) => name === "other")[1];
  const exact = written.filter(([name]) => name.startsWith("="));
  const others = written.filter(([name, form]) => !name.startsWith("=") && form !== other);
  const given = others.map(([name, form]) => `${name}: ${form}`).join(", ");
  const last = given === "" ? other : `({ ${given} })[$${pluralType}.select(${n})] ?? ${other}`;
  return `(${exact.map(([name, form]) => `${n} === ${name.slice(1)} ? ${form} : `).join("")}${last})`;
}

/** What is wrong with a language, in sentences. */
export function problems(language, catalogue, english) {
  const found = [];
  for (const key of Object.keys(english)) if (!(key in catalogue)) found.push(`${key} is missing`);
  for (const [key, parts] of Object.entries(catalogue)) {
    if (!english[key]) found.push(`${key} is not in ${ENGLISH}.json`);
    else found.push(...differences(parts, english[key]).map((what) => `${key}: ${what}`));
    if (parts.length === 0 && english[key]?.length > 0) found.push(`${key} is empty`);
    if (language !== ENGLISH && isTheSame(parts, english[key])) found.push(`${key} is still English`);
    found.push(...formProblems(parts, language).map((what) => `${key}: ${what}`));
  }
  return found.map((what) => `messages/${language}.json: ${what}`);
}

/** The same words; single ones, names and code are often the same in two languages. */
function isTheSame(ours, theirs) {
  const words = [...walk(theirs ?? [])].filter(({ part, tag }) => part.type === TYPE.literal && tag !== "code");
  const is_sentence = words.some(({ part }) => /\p{L}{2,}[ \u00a0]+\p{L}{2,}/u.test(part.value));
  return is_sentence && JSON.stringify(ours) === JSON.stringify(theirs);
}

/** Placeholders and tags that only one of the two has; a language may leave out a plural and write the number. */
function differences(parts, english) {
  const names = (of) => [
    ...Object.keys(placeholders(of)),
    ...[...walk(of)].filter(({ part }) => part.type === TYPE.tag).map(({ part }) => `<${part.value}>`),
  ];
  const [ours, theirs] = [new Set(names(parts)), new Set(names(english))];
  return [
    ...[...theirs].filter((name) => !ours.has(name)).map((name) => `lacks ${name}`),
    ...[...ours].filter((name) => !theirs.has(name)).map((name) => `${name} is not in English`),
  ];
}

/** Plural forms that the language needs, or does not know; tags that no page draws. */
function formProblems(parts, language) {
  const found = [];
  for (const { part } of walk(parts)) {
    if (part.type === TYPE.tag && !KNOWN_TAGS.includes(part.value)) found.push(`<${part.value}> is no tag`);
    if (part.type !== TYPE.plural) continue;
    const rules = new Intl.PluralRules(FORMATS[language] ?? language, { type: part.pluralType });
    const names = Object.keys(part.options);
    const counted = Array.from({ length: COUNTED }, (_, n) => n).filter((n) => !names.includes(`=${n}`));
    const needed = new Set(counted.map((n) => rules.select(n)));
    const given = names.filter((name) => !name.startsWith("="));
    const known = new Set(rules.resolvedOptions().pluralCategories);
    for (const name of needed) if (!given.includes(name)) found.push(`{${part.value}} has no form for "${name}"`);
    for (const name of given) if (!known.has(name)) found.push(`{${part.value}} has a form "${name}" that never comes`);
  }
  return found;
}

const ACCENTS = "aàbƀcçdđeéfƒgĝhĥiîjĵkķlļmɱnñoôpþqɋrŕsštţuûvṽwŵxẋyýzž";

/** Python's words, and what is written on keys. */
const NOT_ACCENTED = ["code", "kbd"];

/** Letters of the text itself. */
function accented(parts, is_code = false) {
  return parts.map((part) => {
    if (part.type === TYPE.literal && !is_code) return { ...part, value: longer(part.value) };
    if (part.type === TYPE.tag)
      return { ...part, children: accented(part.children, NOT_ACCENTED.includes(part.value)) };
    if (!part.options) return part;
    const options = Object.entries(part.options).map(([name, { value }]) => [
      name,
      { value: accented(value, is_code) },
    ]);
    return { ...part, options: Object.fromEntries(options) };
  });
}

function longer(text) {
  const letters = text.replace(/[a-z]/gi, (letter) => {
    const accent = ACCENTS[ACCENTS.indexOf(letter.toLowerCase()) + 1];
    return letter < "a" ? accent.toUpperCase() : accent;
  });
  return letters.replace(/([^\s!-~]{2})(?=[^\s!-~])/, `$1${"·".repeat(Math.ceil(text.length / 3))}`);
}

/** Messages without placeholders and tags, as they are written in JavaScript. They are put where they are used: shorter than a name. */
function constantsOf(language) {
  const simple = Object.entries(read(language)).filter(([, parts]) => parts.every(({ type }) => type === TYPE.literal));
  return Object.fromEntries(
    simple.map(([key, parts]) => [key, JSON.stringify(parts.map(({ value }) => value).join(""))]),
  );
}

/** The languages that people choose from: by their own names, in the order of these. */
function names() {
  const named = languages()
    .filter((language) => language !== PSEUDO)
    .map((language) => [language, texts(language)[OWN_NAME]]);
  const by_language = Object.fromEntries(named.sort(([, a], [, b]) => a.localeCompare(b, ENGLISH)));
  return `export const LANGUAGE_NAMES = ${JSON.stringify(by_language)};`;
}

/** Lets esbuild resolve "messages" to those of this language. */
export const messages = (language) => ({
  name: "messages",
  setup({ onResolve, onLoad }) {
    const constants = constantsOf(language);
    onLoad({ filter: SOURCE }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return {
        contents: source.replace(USED, (used, key) => constants[key] ?? used),
        loader: path.endsWith("x") ? "tsx" : "ts",
      };
    });
    onResolve({ filter: /^messages$/ }, () => ({ path: language, namespace: "messages", sideEffects: false }));
    onLoad({ filter: /.*/, namespace: "messages" }, () => ({
      contents: `${compile(language)}\n${names()}`,
      loader: "js",
    }));
  },
});
