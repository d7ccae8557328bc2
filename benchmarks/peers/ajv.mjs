// Validates YAML files against one schema per kind in one process: js-yaml reads, ajv judges.
// Usage: node ajv.mjs MODULES SCHEMAS FILE_LIST; the kind of a file is the folder after governance/.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [modules, schemas, list] = process.argv.slice(2);
const from = createRequire(join(resolve(modules), "package.json"));
const Ajv = from("ajv/dist/2020.js");
const yaml = from("js-yaml");

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
for (const name of readdirSync(schemas)) {
  if (name.endsWith(".schema.json")) ajv.addSchema(JSON.parse(readFileSync(join(schemas, name), "utf8")), name);
}

let wrong = 0;
const paths = readFileSync(list, "utf8").trim().split("\n");
for (const path of paths) {
  const kind = path.split("governance/")[1].split("/")[0];
  const validate = ajv.getSchema(`${kind}.schema.json`);
  const data = yaml.load(readFileSync(path, "utf8"), { schema: yaml.CORE_SCHEMA });
  if (!validate(data)) {
    wrong += 1;
    console.log(path, ajv.errorsText(validate.errors));
  }
}
console.log(`${paths.length} files, ${wrong} wrong`);
process.exitCode = wrong ? 1 : 0;
