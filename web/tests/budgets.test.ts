import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error a plain script
import { measure } from '../scripts/budgets.mjs';

interface Size { page: string; js: number; css: number; budget: { js: number; css: number } }

describe('what a page loads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meida-web-'));
  let sizes: Size[] = [];

  beforeAll(() => {
    execFileSync('npm', ['run', '--silent', 'build'], { env: { ...process.env, OUT: folder, NODE_ENV: 'production' }, stdio: 'pipe' });
    sizes = measure(folder);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['/booking', '/booking/t', '/login', '/admin/tickets', '/admin/my-jobs'])('stays within the budget on %s', page => {
    const size = sizes.find(one => one.page === page)!;
    expect(size.js).toBeLessThanOrEqual(size.budget.js);
    expect(size.css).toBeLessThanOrEqual(size.budget.css);
  });
});
