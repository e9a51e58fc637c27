// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
// @ts-expect-error a plain script
import { generate, types } from '../scripts/api-types.mjs';

it('are those of the OpenAPI document: npm run api:types writes them anew', async () => {
  expect(readFileSync(types as string, 'utf8')).toBe(await (generate as () => Promise<string>)());
});
