// node results.mjs <directory> [suite]: says how a suite went; without a suite, sums all of them up in one last line.
// node results.mjs <directory> <suite> again: the filter for one more run of what failed; nothing when that is none or many.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [directory, only, again] = process.argv.slice(2);
const mostAgain = 3;

function text(xml) {
  const names = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : names[name] ?? all);
}

function readTrx(path) {
  const tests = [];
  const xml = readFileSync(path, 'utf8');
  for (const [, attributes, body] of xml.matchAll(/<UnitTestResult ([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    const outcome = /\boutcome="([^"]*)"/.exec(attributes)?.[1];
    tests.push({
      name: text(/\btestName="([^"]*)"/.exec(attributes)?.[1] ?? '?'),
      outcome: outcome === 'Passed' ? 'passed' : outcome === 'NotExecuted' ? 'skipped' : 'failed',
      message: text(/<Message>([\s\S]*?)<\/Message>/.exec(body ?? '')?.[1] ?? ''),
      stack: text(/<StackTrace>([\s\S]*?)<\/StackTrace>/.exec(body ?? '')?.[1] ?? ''),
      said: text(/<StdOut>([\s\S]*?)<\/StdOut>/.exec(body ?? '')?.[1] ?? ''),
    });
  }
  return tests;
}

function readVitest(path) {
  const files = JSON.parse(readFileSync(path, 'utf8')).testResults;
  return files.flatMap(file => {
    const tests = file.assertionResults.map(test => ({
      name: test.fullName,
      outcome: test.status === 'passed' ? 'passed' : test.status === 'failed' ? 'failed' : 'skipped',
      message: (test.failureMessages ?? []).join('\n'),
      stack: '',
    }));
    // A file that does not load has no tests in it, only a message.
    return file.status === 'failed' && !tests.some(t => t.outcome === 'failed')
      ? [...tests, { name: file.name, outcome: 'failed', message: file.message, stack: '' }]
      : tests;
  });
}

function readSuite(suite) {
  const status = Number(readFileSync(join(directory, `${suite}.status`), 'utf8'));
  const trx = join(directory, `${suite}.trx`);
  const json = join(directory, `${suite}.json`);
  const tests = existsSync(trx) ? readTrx(trx) : existsSync(json) ? readVitest(json) : [];
  const failed = tests.some(t => t.outcome === 'failed');
  const second = join(directory, `${suite}.again.trx`);
  if (existsSync(second)) {
    const passed = new Set(readTrx(second).filter(t => t.outcome === 'passed').map(t => t.name));
    for (const test of tests.filter(t => t.outcome === 'failed' && passed.has(t.name))) Object.assign(test, { outcome: 'passed', unstable: true });
  }
  if (tests.length === 0 || (status !== 0 && !failed)) {
    const said = readFileSync(join(directory, `${suite}.txt`), 'utf8').trimEnd().split('\n').slice(-25).join('\n');
    tests.push({ name: suite, outcome: 'failed', message: `${suite} ended with status ${status}${tests.length ? '' : ' and no result'}:\n${said}`, stack: '' });
  }
  return tests;
}

const count = (tests, outcome) => tests.filter(t => t.outcome === outcome).length;
const line = tests => `${count(tests, 'passed')} passed, ${count(tests, 'failed')} failed, ${count(tests, 'skipped')} skipped`;

function print(test, verdict) {
  console.log(`${verdict} ${test.name}`);
  for (const row of `${test.message}\n${test.stack.split('\n').slice(0, 6).join('\n')}`.trimEnd().split('\n')) console.log(`    ${row}`);
}

if (again) {
  const methods = new Set(readSuite(only).filter(t => t.outcome === 'failed').map(t => t.name.replace(/\(.*$/s, '')));
  if (methods.size <= mostAgain) process.stdout.write([...methods].map(method => `FullyQualifiedName=${method}`).join('|'));
} else if (only) {
  const tests = readSuite(only);
  // Figures that a test measured, whether it passed or not.
  for (const row of tests.flatMap(t => (t.said ?? '').split('\n')).filter(row => row.trim())) console.log(`   ${row.trim()}`);
  for (const test of tests.filter(t => t.outcome === 'failed')) print(test, 'FAILED');
  for (const test of tests.filter(t => t.unstable)) print(test, 'UNSTABLE (failed, then passed when run again)');
  for (const test of tests.filter(t => t.outcome === 'skipped')) console.log(`skipped ${test.name}`);
  console.log(`   ${line(tests)}`);
} else {
  const suites = readdirSync(directory).filter(f => f.endsWith('.status')).map(f => f.slice(0, -'.status'.length));
  const tests = suites.flatMap(readSuite);
  const unstable = tests.filter(t => t.unstable).length;
  if (unstable > 0) console.log(`${unstable} of the passed failed at first and passed when run again; they are named above`);
  console.log(`tests: ${line(tests)}`);
  process.exitCode = suites.length > 0 && count(tests, 'failed') === 0 ? 0 : 1;
}
