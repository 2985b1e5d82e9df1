/** Files of the index: fetched once, checked, never kept when something was wrong with them. */

import { crc32 } from "./bits.js";

const KEPT = 400; // files
const GBK = 59; // `;` for `,` before a content that is written so

/** What a reader is told when a search could not be answered. `missing`: a file was not there. */
export class SearchError extends Error {
  /** @param {string} message in Chinese @param {{missing?: boolean, cause?: unknown}} [more] */
  constructor(message, { missing = false, cause } = {}) {
    super(message, { cause });
    this.name = "SearchError";
    this.missing = missing;
  }
}

/** @param {string} root address of the index, with a final slash @param {typeof fetch} fetcher */
export function createLoader(root, fetcher) {
  /** @type {Map<string, Promise<unknown>>} */
  const kept = new Map();

  async function bytes(path, options) {
    let response;
    try {
      response = await fetcher(root + path, options);
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      throw new SearchError("检索数据没有取到，请检查网络后重试。", { cause });
    }
    throw new SearchError(`检索数据缺少一个文件（${response.status}），请稍后重试。`, { missing: true });
  }

  /** Reads a file through `read`, or gives what was read before. */
  function once(path, read, options) {
    let promise = kept.get(path);
    kept.delete(path);
    promise ??= bytes(path, options).then(read);
    kept.set(path, promise); // the last one is the youngest
    promise.catch(() => kept.get(path) === promise && kept.delete(path));
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    return promise;
  }

  const broken = (cause) => new SearchError("检索数据已损坏，请刷新页面后重试。", { cause });

  return {
    /** A JSON file without a checksum, asked for anew each time. */
    async fresh(path) {
      const content = await bytes(path, { cache: "no-cache" });
      return parsed(new TextDecoder().decode(content), broken);
    },
    /** The content of a JSON file. */
    json: (path) =>
      once(path, (content) => {
        const sum = new TextDecoder().decode(content.subarray(2, 10));
        if (parseInt(sum, 16) !== crc32(content.subarray(12))) throw broken();
        const encoding = content[11] === GBK ? "gbk" : "utf-8";
        return parsed(`[${new TextDecoder(encoding).decode(content.subarray(12))}`, broken)[0];
      }),
    /** The content of a binary file. @returns {Promise<Uint8Array>} */
    binary: (path) =>
      once(path, (content) => {
        const sum = content.length < 4 ? 0 : new DataView(content.buffer, content.byteOffset).getUint32(0);
        if (content.length < 4 || sum !== crc32(content.subarray(4))) throw broken();
        return content.subarray(4);
      }),
  };
}

function parsed(text, broken) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw broken(cause);
  }
}
