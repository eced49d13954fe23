/**
 * Builds the browser's side into dist/: one script and one style sheet a page, and more for wide windows and for what a phone
 * shows over its page.
 *
 * Names carry a hash of the content, so that browsers may keep them for ever; manifest.json tells the server the names.
 * Each file lies there compressed as well, because a thousand phones open the page in one minute.
 */
import { rmSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import zopfli from "@gfx/zopfli";
import { build } from "esbuild";
import { ENGLISH, messages } from "./messages.mjs";

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
  plugins: [WITHOUT_LEFT_OUT, messages(ENGLISH)],
  external: [`${PUBLIC}*`],
  logLevel: "warning",
};
const manifest = {};

async function bundle(entryPoints, options) {
  const { metafile } = await build({ ...COMMON, entryPoints, ...options });
  for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint) manifest[basename(entryPoint, extname(entryPoint)) + extname(path)] = basename(path);
  }
}

await mkdir(FRESH);
process.on("exit", () => rmSync(FRESH, { recursive: true, force: true }));
// First the parts that only some pages load: the others must know their names.
await bundle(
  [
    "src/pages/lesson.tsx",
    "css/lesson.css",
    "src/pages/wide.tsx",
    "css/wide.css",
    "src/pages/mural.tsx",
    "css/mural_sheet.css",
    "src/pages/sheets.tsx",
    "src/pages/alone.tsx",
    "css/alone.css",
  ],
  { format: "esm" },
);
const PAGES = ["landing", "room", "host", "report"];
await bundle([...PAGES.map((page) => `src/pages/${page}.tsx`), ...PAGES.map((page) => `css/${page}.css`)], {
  format: "iife",
  define: {
    WIDE_SCRIPT: JSON.stringify(PUBLIC + manifest["wide.js"]),
    SHEETS_SCRIPT: JSON.stringify(PUBLIC + manifest["sheets.js"]),
    WIDE_STYLE: JSON.stringify(PUBLIC + manifest["wide.css"]),
    MURAL_SCRIPT: JSON.stringify(PUBLIC + manifest["mural.js"]),
    MURAL_STYLE: JSON.stringify(PUBLIC + manifest["mural_sheet.css"]),
    ALONE_SCRIPT: JSON.stringify(PUBLIC + manifest["alone.js"]),
    ALONE_STYLE: JSON.stringify(PUBLIC + manifest["alone.css"]),
    LESSON_SCRIPT: JSON.stringify(PUBLIC + manifest["lesson.js"]),
    LESSON_STYLE: JSON.stringify(PUBLIC + manifest["lesson.css"]),
  },
});
await bundle(["src/pages/teachers.ts", "css/teachers.css"], { format: "iife" });
await bundle(["src/pages/algorithms.tsx", "css/algorithms.css"], { format: "iife" });
await writeFile(join(FRESH, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

for (const name of (await readdir(FRESH)).sort()) {
  if (!/\.(js|css)$/.test(name)) continue;
  const content = await readFile(join(FRESH, name));
  const gzip = FIRST_VISIT.test(name)
    ? await zopfli.gzipAsync(content, { numiterations: ITERATIONS })
    : gzipSync(content, { level: 9 });
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  await writeFile(join(FRESH, `${name}.gz`), gzip);
  await writeFile(join(FRESH, `${name}.br`), brotli);
  console.log(`${name}  ${content.length} bytes, gzip ${gzip.length}, brotli ${brotli.length}`);
}

// A server that reads dist/ meanwhile sees the old build or the new one, and never half of one.
await rm(DIST, { recursive: true, force: true });
await rename(FRESH, DIST);
