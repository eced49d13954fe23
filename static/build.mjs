/**
 * Builds the browser's side: one script and one style sheet a page, into dist/.
 *
 * Names carry a hash of the content, so that browsers may keep them for ever; manifest.json tells the server the names.
 * Each file lies there compressed as well, because a thousand phones open the page in one minute.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const ROOT = dirname(fileURLToPath(import.meta.url));
const DIST = join(ROOT, "dist");
const FRESH = join(ROOT, `dist.${process.pid}`);
const PAGES = ["landing", "room"];
/** Safari 12, the newest on an iPhone 5s, reads this. */
const TARGET = "es2019";

await rm(FRESH, { recursive: true, force: true });
await mkdir(FRESH);
const result = await build({
  absWorkingDir: ROOT,
  entryPoints: PAGES.flatMap((page) => [
    { in: `src/pages/${page}.tsx`, out: page },
    { in: `css/${page}.css`, out: page },
  ]),
  entryNames: "[name]-[hash]",
  outdir: FRESH,
  bundle: true,
  minify: true,
  format: "iife",
  target: TARGET,
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  metafile: true,
  logLevel: "warning",
});

const manifest = {};
for (const [path, output] of Object.entries(result.metafile.outputs)) {
  if (output.entryPoint) {
    const extension = extname(path);
    manifest[basename(output.entryPoint, extname(output.entryPoint)) + extension] = basename(path);
  }
}
await writeFile(join(FRESH, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

for (const name of (await readdir(FRESH)).sort()) {
  if (!/\.(js|css)$/.test(name)) continue;
  const content = await readFile(join(FRESH, name));
  const gzip = gzipSync(content, { level: 9 });
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
