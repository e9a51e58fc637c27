// Types from the services' OpenAPI documents (openapi/*.json) into src/shared/api/generated. `--check` writes nothing
// and fails when a document and its types have drifted apart.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';

const from = new URL('../openapi/', import.meta.url);
const to = new URL('../src/shared/api/generated/', import.meta.url);
const check = process.argv.includes('--check');

const documents = existsSync(from) ? readdirSync(from).filter(name => name.endsWith('.json')) : [];
if (documents.length === 0) {
  console.error(`No OpenAPI document in ${fileURLToPath(from)}: start the services and save /openapi/v1.json there.`);
  process.exit(1);
}
mkdirSync(to, { recursive: true });
for (const name of documents) {
  const text = astToString(await openapi(new URL(name, from)));
  const file = new URL(name.replace(/\.json$/, '.d.ts'), to);
  if (!check) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${name} and its types differ: run npm run api:types.`);
    process.exitCode = 1;
  }
}
