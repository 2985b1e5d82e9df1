// What the search engine does when something goes wrong. Arguments: folders with a search-index/ each, the second one
// published after the first. Prints one JSON object: name of the fault → what came of it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { createEngine } from "../../theme/assets/javascripts/search/engine.js";

const [old, fresh] = process.argv.slice(2);
const base = "https://corpus.invalid/";
const QUERY = "组织工作";

function fetchFrom(folder, change = (path, content) => content) {
  return async (url) => {
    const path = new URL(url).pathname;
    let content;
    try {
      content = await readFile(join(folder, path));
    } catch {
      return new Response("", { status: 404 });
    }
    return new Response(await change(path, content));
  };
}

async function said(promise) {
  try {
    const { speeches, hits, results } = await promise;
    return { speeches, hits, first: results[0]?.title };
  } catch ({ name, message }) {
    return { name, message };
  }
}

/** A search while `broken` is true, and the same afterwards. */
async function twice(change, options) {
  let broken = true;
  const engine = await createEngine({ base, fetch: fetchFrom(old, (path, content) => (broken ? change(path, content) : content)) });
  const wrong = await said(engine.search(QUERY, options));
  broken = false;
  return [wrong, await said(engine.search(QUERY, options))];
}

const flipped = (pattern) => (path, content) => {
  if (pattern.test(path)) content[content.length >> 1] ^= 4;
  return content;
};
const cut = (pattern) => (path, content) => (pattern.test(path) ? content.subarray(0, content.length >> 1) : content);
const offline = (pattern) => (path, content) => {
  if (pattern.test(path)) throw new TypeError("Failed to fetch");
  return content;
};

async function republished() {
  let folder = old;
  const engine = await createEngine({ base, fetch: (url) => fetchFrom(folder)(url) });
  const before = await said(engine.search("党"));
  folder = fresh;
  return [before, await said(engine.search(QUERY))];
}

async function gone() {
  const fetch = fetchFrom(old);
  const engine = await createEngine({ base, fetch: (url) => (/\/d\d+\.bin$/.test(url) ? new Response("", { status: 404 }) : fetch(url)) });
  return said(engine.search(QUERY));
}

async function newer() {
  const engine = await createEngine({ base, fetch: fetchFrom(old) });
  return Promise.all([said(engine.search("组织")), said(engine.search("干部")), said(engine.search(QUERY))]);
}

async function stopped() {
  const engine = await createEngine({ base, fetch: fetchFrom(old) });
  const controller = new AbortController();
  const running = said(engine.search(QUERY, { signal: controller.signal }));
  controller.abort();
  return [await running, await said(engine.search(QUERY, { signal: controller.signal })), await said(engine.search(QUERY))];
}

async function partial() {
  const engine = await createEngine({ base, fetch: fetchFrom(old) });
  const parts = [];
  const { results } = await engine.search("组织", { sort: "date", onPartial: (found) => parts.push(found) });
  return parts.map((part) => ({
    partial: part.partial,
    count: part.results.length,
    same: part.results.every((each, at) => each.id === results[at].id && each.hits === results[at].hits),
  }));
}

console.log(
  JSON.stringify({
    "flipped shard": await twice(flipped(/\/d\d+\.bin$/)),
    "flipped text": await twice(flipped(/\/t\d+\.txt$/)),
    "flipped directory": await twice(flipped(/directory\.bin$/)),
    "flipped fold": await twice(flipped(/fold\.json$/)),
    "cut shard": await twice(cut(/\/d\d+\.bin$/)),
    "cut manifest": await twice(cut(/manifest\.json$/)),
    "no facets": await twice(offline(/theme\.json$/), { limit: 1 }),
    offline: await twice(offline(/./)),
    republished: await republished(),
    gone: await gone(),
    newer: await newer(),
    stopped: await stopped(),
    partial: await partial(),
  }),
);
