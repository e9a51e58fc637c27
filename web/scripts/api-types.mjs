// Types from the OpenAPI document of the whole API (openapi/v1.json) into src/shared/api/generated/v1.d.ts.
//   npm run api:types                                  writes the types anew
//   npm run api:types -- --from http://localhost:8000  takes the document from a running system first
//   npm run api:types -- --check                       writes nothing, fails when the types are not those of the document
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const document = resolve(root, 'openapi/v1.json');
export const types = resolve(root, 'src/shared/api/generated/v1.d.ts');

const wording = ['description', 'summary', 'title', 'tags', 'servers'];

/** Without the words, which change no type, and in one order. */
export function bare(node) {
  if (Array.isArray(node)) return node.map(bare);
  if (node === null || typeof node !== 'object') return node;
  const names = Object.keys(node).filter(name => !(wording.includes(name) && (typeof node[name] === 'string' || Array.isArray(node[name])))).sort();
  return Object.fromEntries(names.map(name => [name, bare(node[name])]));
}

// An instant or a time of day is text, also where the document names its format alone.
function typed(node) {
  if (Array.isArray(node)) return node.map(typed);
  if (node === null || typeof node !== 'object') return node;
  const inside = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, typed(value)]));
  return typeof inside.format === 'string' && !('type' in inside) && /^(date|time|date-time)$/.test(inside.format) ? { ...inside, type: 'string' } : inside;
}

export async function generate() {
  const { components } = typed(JSON.parse(readFileSync(document, 'utf8')));
  const text = astToString(await openapi({ openapi: '3.1.0', info: { title: 'Meida', version: 'v1' }, paths: {}, components: { schemas: components.schemas } }));
  return `// Generated from openapi/v1.json by npm run api:types.\n${text}`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const from = process.argv.indexOf('--from');
  if (from > 0) {
    const answer = await fetch(new URL('/openapi/v1.json', process.argv[from + 1]));
    if (!answer.ok) throw new Error(`The document was answered with ${answer.status}.`);
    const { openapi: version, info, paths, components } = await answer.json();
    writeFileSync(document, `${JSON.stringify(bare({ openapi: version, info, paths, components }), null, 1)}\n`);
  }
  const text = await generate();
  if (!process.argv.includes('--check')) writeFileSync(types, text);
  else if (readFileSync(types, 'utf8') !== text) {
    console.error('The types are not those of openapi/v1.json: run npm run api:types.');
    process.exitCode = 1;
  }
}
