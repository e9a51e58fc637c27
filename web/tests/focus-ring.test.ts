// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const tokens = readFileSync(new URL('../src/shared/tokens.css', import.meta.url), 'utf8');
const sheets = ['shared/tokens.css', 'admin/theme.css', 'booking/booking.css'].map(name => readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8'));
const colour = (text: string) => /^var\((--[\w-]+)\)$/.exec(text)?.[1] ?? text;
const hex = (text: string) => (colour(text).startsWith('--') ? new RegExp(`${colour(text)}: (#[0-9a-f]{6})`).exec(tokens)![1]! : text.length === 4 ? `#${[...text.slice(1)].map(one => one + one).join('')}` : text);

function light(text: string): number {
  const [r, g, b] = [1, 3, 5].map(at => parseInt(hex(text).slice(at, at + 2), 16) / 255).map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(a: string, b: string): number {
  const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
  return (bright! + 0.05) / (dark! + 0.05);
}

it('is at least 3 to 1 against what it is drawn on', () => {
  const rings = sheets.flatMap(sheet => [...sheet.matchAll(/outline: \d+px solid ([^;]+);/g)].map(match => match[1]!));
  expect(rings.length).toBeGreaterThan(0);
  for (const ring of rings) for (const ground of ['--page', '--card', '--primary-soft']) expect(contrast(ring, `var(${ground})`), `${ring} on ${ground}`).toBeGreaterThanOrEqual(3);
  // On the blue of the page's head and of a pressed segment.
  const onBlue = sheets.flatMap(sheet => [...sheet.matchAll(/outline-color: ([^;]+);/g)].map(match => match[1]!));
  expect(onBlue).toHaveLength(2);
  for (const ring of onBlue) expect(contrast(ring, 'var(--primary)')).toBeGreaterThanOrEqual(3);
});
