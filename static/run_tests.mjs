/** Bundles tests/*.test.ts into a throw-away folder and runs them with Node's own test runner. */
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ENGLISH, messages } from "./messages.mjs";

const ROOT = dirname(fileURLToPath(import.meta.url));
const TESTS = join(ROOT, "tests");

const names = (await readdir(TESTS)).filter((name) => name.endsWith(".test.ts")).sort();
const outdir = await mkdtemp(join(tmpdir(), "all-aboard-tests-"));
try {
  await build({
    entryPoints: names.map((name) => join(TESTS, name)),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    plugins: [messages(ENGLISH)],
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    logLevel: "warning",
  });
  const files = names.map((name) => join(outdir, name.replace(/\.ts$/, ".mjs")));
  const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=dot", ...files], {
    cwd: ROOT,
    stdio: "inherit",
  });
  process.exitCode = run.status ?? 1;
} finally {
  await rm(outdir, { recursive: true, force: true });
}
