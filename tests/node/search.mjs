// Answers queries with the search engine of the theme. Arguments: the folder that holds search-index/. Standard input:
// JSON lines {query, options, fresh, before}: `fresh` asks a new engine, `before` is asked before, unheard. Standard
// output: for each one JSON line, the answer or {error}, with requests, the bytes they carry (JSON compressed) and ms.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { createEngine } from "../../theme/assets/javascripts/search/engine.js";

const BASE = "https://corpus.invalid/";
const [folder] = process.argv.slice(2);
let bytes = 0;
let requests = 0;
let kinds = {};

async function fetchFile(url) {
  const path = decodeURIComponent(new URL(url).pathname);
  try {
    const content = await readFile(join(folder, path));
    requests += 1;
    const size = !path.endsWith(".bin") ? gzipSync(content).length : content.length;
    bytes += size;
    const kind = path.replace(/.*\//, "").replace(/\d*\..*/, "");
    kinds[kind] = (kinds[kind] ?? 0) + size;
    return new Response(content);
  } catch {
    return new Response("", { status: 404 });
  }
}

let engine = await createEngine({ base: BASE, fetch: fetchFile });
for await (const line of createInterface({ input: process.stdin })) {
  const { query, options = {}, fresh = false, before } = JSON.parse(line);
  if (fresh) engine = await createEngine({ base: BASE, fetch: fetchFile });
  if (before) await engine.search(before, { ...options, onPartial: null });
  [bytes, requests, kinds] = [0, 0, {}];
  const start = performance.now();
  let answer;
  let first = null;
  const parts = [];
  const onPartial = (part) => {
    if (part.results.length) first ??= performance.now() - start;
    parts.push({ speeches: part.speeches, atMost: part.atMost, ids: part.results.map(({ id }) => id) });
  };
  try {
    answer = await engine.search(query, { ...options, onPartial });
  } catch (error) {
    answer = { error: error.name, message: error.message, stack: error.stack };
  }
  console.log(JSON.stringify({ ...answer, bytes, kinds, requests, ms: performance.now() - start, first, parts }));
}
