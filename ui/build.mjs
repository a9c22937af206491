// Bundles libraries.js and libraries.css into aquila2/serve/page/vendor, with the licences of all that is inside.

import { build } from "esbuild";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(here, "../aquila2/serve/page/vendor");

const { metafile } = await build({
  entryPoints: [join(here, "libraries.js"), join(here, "libraries.css")],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  loader: { ".svg": "dataurl" },
  metafile: true,
});

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const found = input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[0]);
}
const notices = [];
for (const folder of [...packages].sort()) {
  const about = JSON.parse(await readFile(join(here, folder, "package.json"), "utf8"));
  const names = await readdir(join(here, folder));
  const licence = names.find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (!licence) throw new Error(`${about.name} brings no licence`);
  const text = (await readFile(join(here, folder, licence), "utf8")).trim();
  notices.push(`${about.name} ${about.version} (${about.license})\n\n${text}\n`);
}
const line = "=".repeat(100);
const head = `libraries.js and libraries.css hold these packages; ui/ of the repository says how they were made. The icons that
Web Awesome's components bring are from Font Awesome Free (CC BY 4.0, https://fontawesome.com/license/free).
`;
await writeFile(join(out, "NOTICE"), [head, ...notices].join(`\n${line}\n\n`));
