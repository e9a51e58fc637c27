// @vitest-environment node
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const run = (...command: string[]): string => {
  try {
    execFileSync('npx', ['--no-install', ...command], { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (failed) {
    return String((failed as { stdout?: string }).stdout ?? failed);
  }
};

describe('the sources', () => {
  // Without this nothing would notice that a page reads a field the API no longer has.
  it('have sound types', () => expect(run('vue-tsc', '--noEmit')).toBe(''), 300_000);
  it('keep to the rules of the house', () => expect(run('eslint', '.')).toBe(''), 300_000);
});
