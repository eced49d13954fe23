/**
 * Builds the browser's side into dist/: one script and one style sheet a page, and more for wide windows and for what a phone
 * shows over its page.
 *
 * Names carry a hash of the content, so that browsers may keep them for ever; manifest.json tells the server the names, and
 * words.json the words of its templates in each language.
 * Each file lies there compressed as well, because a thousand phones open the page in one minute.
 */
import { rmSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import zopfli from "@gfx/zopfli";
import { build } from "esbuild";
import { languages, messages } from "./messages.mjs";
import { wordsOfServer } from "./page_words.mjs";

const ROOT = dirname(fileURLToPath(import.meta.url));
const DIST = join(ROOT, "dist");
const FRESH = join(ROOT, `dist.${process.pid}`);
/** Where the server shows dist/. */
const PUBLIC = "/static/";
/** Safari 13.1 and Chrome 80 read this: phones that were updated after spring 2020. */
const TARGET = "es2020";
/** What a phone loads first, without TLS in gzip: zopfli makes it 3 % shorter than zlib, and takes its time. */
const FIRST_VISIT = /^room-/;
const ITERATIONS = 5;

/**
 * What Socket.IO brings and these pages never call, so that no phone loads it: WebTransport, other addresses than the
 * page's own, retries of its own (ours know the room), anything binary. File name -> what stands in its place; a call of
 * an empty function is left out as well.
 */
const LEFT_OUT = {
  "webtransport.js": "export class WT {}",
  "parseuri.js": "export function parse() {}",
  "url.js": "export function url() {}",
  "backo2.js": "export class Backoff { reset() {} }",
  "base64-arraybuffer.js": "export function decode() {}",
  "binary.js": "export function deconstructPacket() {} export function reconstructPacket() {}",
  // The library's own, and a third of the size.
  "polling-xhr.js": 'export { Fetch as XHR } from "./polling-fetch.js"',
  "is-binary.js": "export function isBinary() {} export function hasBinary() {}",
};
/** Methods of its classes that do nothing here, for the same reasons: the end of a file's path -> their names. */
const EMPTIED = {
  "socket.io-client/build/esm/socket.js":
    "open send close compress ack _addToQueue _drainQueue onAny prependAny offAny listenersAny " +
    "onAnyOutgoing prependAnyOutgoing offAnyOutgoing listenersAnyOutgoing notifyOutgoingListeners",
  "socket.io-client/build/esm/manager.js":
    "connect disconnect reconnect onreconnect maybeReconnectOnOpen reconnection reconnectionAttempts " +
    "reconnectionDelay reconnectionDelayMax randomizationFactor",
  "engine.io-client/build/esm/socket.js": "send",
  "socket.io-parser/build/esm/index.js": "encodeAsBinary takeBinaryData finishedReconstruction",
};
/** No name of ours begins so, and none that is sent: only what the library keeps to itself. */
const OWN_PROPERTY = /^_[a-z]/;
/** What it tells programmers who use it in a wrong way. */
const LONG_ERROR = /Error\("[^"]{30,}"\)/g;
const WITHOUT_LEFT_OUT = {
  name: "without-left-out",
  setup({ onLoad }) {
    onLoad({ filter: /(socket|engine)\.io-(client|parser).*\.js$/ }, async ({ path }) => {
      const contents = LEFT_OUT[basename(path)] ?? withoutMethods(path, await readFile(path, "utf8"));
      return { contents: contents.replace(LONG_ERROR, "Error()") };
    });
  },
};

function withoutMethods(path, source) {
  const file = Object.keys(EMPTIED).find((end) => path.replaceAll(sep, "/").endsWith(end));
  let emptied = source;
  for (const name of file ? EMPTIED[file].split(" ") : []) {
    const method = new RegExp(`^ {4}${name}\\([^\\n]*\\) \\{\\n.*?^ {4}\\}\\n`, "ms");
    if (!method.test(emptied)) throw new Error(`${file} has no method ${name}`);
    emptied = emptied.replace(method, `    ${name}() {}\n`);
  }
  return emptied;
}

const COMMON = {
  absWorkingDir: ROOT,
  entryNames: "[name]-[hash]",
  outdir: FRESH,
  bundle: true,
  minify: true,
  mangleProps: OWN_PROPERTY,
  mangleQuoted: true,
  target: TARGET,
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  external: [`${PUBLIC}*`],
  logLevel: "warning",
};
/** Style sheets are of every language, and stand in the manifest as they are called. */
async function bundleStyles(names) {
  const entryPoints = names.map((name) => `css/${name}.css`);
  const { metafile } = await build({ ...COMMON, entryPoints });
  return named(metafile, "");
}

/** Scripts of one language: "room.de.js" in the manifest. Those without words are the same file in each. */
async function bundleScripts(names, language, options) {
  const entryPoints = names.map((name) => `src/pages/${name}`);
  const plugins = [WITHOUT_LEFT_OUT, messages(language)];
  const { metafile } = await build({ ...COMMON, entryPoints, plugins, ...options });
  return named(metafile, `.${language}`);
}

function named(metafile, suffix) {
  const entries = Object.entries(metafile.outputs).filter(([, { entryPoint }]) => entryPoint);
  return Object.fromEntries(
    entries.map(([path, { entryPoint }]) => [
      basename(entryPoint, extname(entryPoint)) + suffix + extname(path),
      basename(path),
    ]),
  );
}

/** What pages call the parts that they load: the constants LESSON_SCRIPT and LESSON_STYLE. */
function addresses(parts, styles) {
  const scripts = Object.entries(parts).map(([name, file]) => [name.split(".")[0], "SCRIPT", file]);
  const sheets = Object.entries(STYLES_OF_PARTS).map(([part, style]) => [part, "STYLE", styles[`${style}.css`]]);
  return Object.fromEntries(
    [...scripts, ...sheets].map(([part, kind, file]) => [
      `${part.toUpperCase()}_${kind}`,
      JSON.stringify(PUBLIC + file),
    ]),
  );
}

/** Parts that a page loads when they are needed, and pages, which must know their names. */
async function bundleLanguage(language, styles, partNames, pageNames) {
  const parts = await bundleScripts(partNames, language, { format: "esm" });
  const pages = await bundleScripts(pageNames, language, { format: "iife", define: addresses(parts, styles) });
  return { ...parts, ...pages };
}

/** In every language. */
const PARTS = ["lesson.tsx", "wide.tsx", "mural.tsx", "sheets.tsx", "outside.tsx", "alone.tsx", "refusals.ts"];
const PAGES = ["room.tsx", "host.tsx", "landing.tsx", "report.tsx", "teachers.ts", "algorithms.tsx"];
const STYLES_OF_PARTS = { lesson: "lesson", wide: "wide", mural: "mural_sheet", alone: "alone" };
const STYLES = ["landing", "room", "host", "report", "teachers", "algorithms", ...Object.values(STYLES_OF_PARTS)];

await mkdir(FRESH);
process.on("exit", () => rmSync(FRESH, { recursive: true, force: true }));
const styles = await bundleStyles(STYLES);
const scripts = await Promise.all(languages().map((language) => bundleLanguage(language, styles, PARTS, PAGES)));
const manifest = Object.assign({}, styles, ...scripts);
await writeFile(join(FRESH, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
const words = Object.fromEntries(languages().map((language) => [language, wordsOfServer(language)]));
await writeFile(join(FRESH, "words.json"), `${JSON.stringify(words)}\n`);

async function compress(name) {
  const content = await readFile(join(FRESH, name));
  const gz = FIRST_VISIT.test(name)
    ? await zopfli.gzipAsync(content, { numiterations: ITERATIONS })
    : await promisify(gzip)(content, { level: 9 });
  const br = await promisify(brotliCompress)(content, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  await writeFile(join(FRESH, `${name}.gz`), gz);
  await writeFile(join(FRESH, `${name}.br`), br);
  console.log(`${name}  ${content.length} bytes, gzip ${gz.length}, brotli ${br.length}`);
}

const built = (await readdir(FRESH)).filter((name) => /\.(js|css)$/.test(name)).sort();
await Promise.all(built.map(compress));

// A server that reads dist/ meanwhile sees the old build or the new one, and never half of one.
await rm(DIST, { recursive: true, force: true });
await rename(FRESH, DIST);
