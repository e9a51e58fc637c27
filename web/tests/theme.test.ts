// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sheet = (name: string) => readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8');
const theme = sheet('admin/theme.css');
const tokensOf = (text: string) => Object.fromEntries([...text.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(match => [match[1]!, match[2]!]));
const part = (start: string) => theme.slice(theme.indexOf(start), theme.indexOf('}', theme.indexOf(start)));
const light = { ...tokensOf(sheet('shared/tokens.css')), ...tokensOf(part(':root:root {')) };
const dark = { ...light, ...tokensOf(part(':root:root[data-theme="dark"] {')) };

function brightness(hex: string): number {
  const [r, g, b] = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16) / 255).map(one => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(a: string, b: string): number {
  const [low, high] = [brightness(a), brightness(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

const states = ['amber', 'indigo', 'blue', 'teal', 'green', 'grey'];
const pairs = [
  ...states.map(state => [`--${state}`, `--${state}-soft`] as const),
  ...['--text', '--muted', '--primary', '--danger', '--success', '--warning'].flatMap(ink => ['--page', '--card', '--raised'].map(ground => [ink, ground] as const)),
  ['--danger', '--danger-soft'], ['--warning', '--warning-soft'], ['--primary', '--primary-soft'], ['--text', '--hover'], ['--muted', '--quiet'],
  ['--on-fill', '--fill'], ['--on-fill', '--fill-danger'], ['--on-fill', '--notice'],
] as const;

describe.each([['light', light], ['dark', dark]] as const)('the %s theme', (_, tokens) => {
  it.each(pairs)('is readable: %s on %s', (ink, ground) => expect(contrast(tokens[ink]!, tokens[ground]!)).toBeGreaterThanOrEqual(4.5));
  it('shows where the focus is and where a field ends', () => {
    expect(contrast(tokens['--focus']!, tokens['--card']!)).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens['--line']!, tokens['--card']!)).toBeGreaterThanOrEqual(3);
  });
  it('gives every state a ground of its own', () => expect(new Set(states.map(state => tokens[`--${state}-soft`])).size).toBe(states.length));
});

it('has no colour beside the tokens that would stay light in the dark', () => {
  const rules = theme.slice(theme.indexOf('body {'), theme.indexOf('@media print'));
  expect([...rules.matchAll(/(?:background|color|border(?:-\w+)?): [^;]*#[0-9a-f]{3,6}[^;]*;/g)].map(match => match[0])).toEqual(['color: #fff;', 'color: #fff;']);
});
