// Build vendor/explorer.min.js, vendor/world.json, VENDOR.json and THIRD_PARTY_LICENSES from the
// sources in js/ and the packages in package-lock.json.  "--check" builds beside and compares.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "vendor");
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

// One hash of all that the bundle is made from, so that a stale bundle shows without building.
function sources() {
  const names = readdirSync(join(here, "js")).filter((name) => name.endsWith(".js")).sort();
  const paths = [...names.map((name) => join("js", name)), "build.mjs", "package-lock.json"];
  return sha256(paths.map((path) => readFileSync(join(here, path), "utf8")).join("\0"));
}
const read = (...path) => readFileSync(join(here, ...path), "utf8");

async function bundle() {
  const result = await build({
    absWorkingDir: here, entryPoints: ["js/main.js"], bundle: true, minify: true, format: "iife",
    target: "es2020", charset: "ascii", legalComments: "none", metafile: true, write: false,
  });
  const names = new Set(["world-atlas"]);
  for (const input of Object.keys(result.metafile.inputs)) {
    const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) names.add(found[1]);
  }
  return { script: result.outputFiles[0].text, names: [...names].sort() };
}

function licence(name) {
  const folder = join(here, "node_modules", name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return file ? readFileSync(join(folder, file), "utf8").replace(/\r/g, "").trim() : null;
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

// A package without a licence file states its licence and authors in package.json: MIT in full then.
function terms(name, meta) {
  const text = licence(name);
  if (text) return text;
  if (meta.license !== "MIT") throw new Error(`${name}: no licence text, and not MIT`);
  const people = [meta.author, ...(meta.contributors || [])].filter(Boolean);
  const names = people.map((person) => (typeof person === "string" ? person : person.name));
  return `MIT License\n\nCopyright (c) ${names.join(", ") || `the authors of ${name}`}\n\n${MIT}`;
}

async function outputs() {
  const { script, names } = await bundle();
  if (/<\/script/i.test(script)) throw new Error("the bundle holds </script and cannot stand in a page");
  if (/\beval\(|new Function\b/.test(script)) throw new Error("the bundle holds eval or new Function");
  const packages = names.map((name) => ({ name, meta: JSON.parse(read("node_modules", name, "package.json")) }));
  const world = JSON.stringify(JSON.parse(read("node_modules", "world-atlas", "countries-110m.json")));
  const versions = packages.map(({ name, meta }) => ({ name, version: meta.version, license: meta.license }));
  const texts = packages.map(({ name, meta }) =>
    `${"=".repeat(78)}\n${name} ${meta.version} (${meta.license})\n${"=".repeat(78)}\n\n${terms(name, meta)}\n`);
  const natural = "The outlines of countries are made with Natural Earth, which is in the public domain.\n";
  const files = { "explorer.min.js": script, "world.json": world, THIRD_PARTY_LICENSES: [...texts, natural].join("\n") };
  const hashes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sha256(text)]));
  const list = { packages: versions, sources: sources(), sha256: hashes };
  return { ...files, "VENDOR.json": `${JSON.stringify(list, null, 2)}\n` };
}

const files = await outputs();
if (process.argv.includes("--check")) {
  const differ = Object.entries(files).filter(([name, text]) => {
    const path = join(vendor, name);
    return !existsSync(path) || readFileSync(path, "utf8") !== text;
  });
  for (const [name] of differ) console.error(`vendor/${name} is not what the sources give`);
  process.exitCode = differ.length ? 1 : 0;
} else {
  mkdirSync(vendor, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(vendor, name), text);
}
