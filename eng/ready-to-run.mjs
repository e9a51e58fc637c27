// node ready-to-run.mjs <configuration>: compiles every assembly of the services and their tests that were built to machine code ahead,
// each once for all that hold it, so that a program starts on a third less processor time. A link to the compiled file takes the place
// of the copy.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const [configuration] = process.argv.slice(2);
const store = 'AppHost/obj/ready-to-run';
// What builds and describes programs, and what only tests use, costs more to compile than it ever runs.
const neverAtStart = /^(Microsoft\.CodeAnalysis|Microsoft\.Build|Microsoft\.EntityFrameworkCore\.Design|Microsoft\.VisualStudio|Humanizer|Mono\.|System\.CodeDom|System\.Composition|Docker|Testcontainers|testhost|xunit|Microsoft\.TestPlatform|Microsoft\.Testing)/i;

// The AppHost and what tests it stay as they were built: many packages for one program.
const outputs = ['gateway', ...children('services'), ...children('tests').filter(path => !/(System|Hosting\.Native)\.Tests$/.test(path))]
  .map(project => join(project, 'bin', configuration, 'net10.0')).filter(existsSync);
mkdirSync(store, { recursive: true });
const compiled = new Set(readdirSync(store).map(name => statSync(join(store, name)).ino));

const places = new Map();
for (const path of outputs.flatMap(output => readdirSync(output).filter(name => name.endsWith('.dll')).map(name => join(output, name)))) {
  if (neverAtStart.test(basename(path)) || compiled.has(statSync(path).ino)) continue;
  const bytes = readFileSync(path);
  if (!isPlainAssembly(bytes)) continue;
  const key = join(store, createHash('sha256').update(bytes).digest('hex').slice(0, 32) + '.dll');
  places.set(key, [...places.get(key) ?? [], path]);
}

// Of equal names with different contents, one a round.
let missing = [...places].filter(([key]) => !existsSync(key)).map(([key, [path]]) => ({ key, path }));
const tools = missing.length > 0 ? findTools() : null;
if (tools && !tools.compiler) {
  console.error('There is no compiler that compiles ahead for this kind of machine: the services start slower.');
  process.exit(0);
}
while (missing.length > 0) {
  const round = [...new Map(missing.toReversed().map(one => [basename(one.path), one])).values()];
  compile(round);
  missing = missing.filter(one => !round.includes(one));
}

for (const [key, paths] of places) {
  if (!existsSync(key)) continue;
  for (const path of paths.filter(path => statSync(path).ino !== statSync(key).ino)) {
    linkSync(key, `${path}.ahead`);
    renameSync(`${path}.ahead`, path);
  }
}

function children(directory) {
  return readdirSync(directory).map(name => join(directory, name)).filter(path => statSync(path).isDirectory());
}

function compile(all) {
  const began = Date.now(), room = `${store}.new`;
  rmSync(room, { recursive: true, force: true });
  mkdirSync(room);
  const { compiler, frameworks, os, architecture } = tools;
  const inputs = all.map(({ key, path }) => ({ key, path, input: join(room, basename(path)) }));
  for (const { path, input } of inputs) linkSync(path, input);
  const references = [...new Set(all.map(one => dirname(one.path))), ...frameworks].map(directory => `-r:${join(directory, '*.dll')}`);
  writeFileSync(join(room, 'arguments'), [
    ...inputs.map(one => one.input), ...references, '--single-file-compilation', '--out-near-input', `--targetos:${os}`, `--targetarch:${architecture}`, '-O',
  ].join('\n'));
  const { status, stdout, stderr } = spawnSync(compiler, [`@${join(room, 'arguments')}`], { encoding: 'utf8' });
  if (status !== 0) console.error(`Not everything could be compiled ahead; the rest starts slower. ${stdout.split('\n').filter(line => /error/i.test(line)).join(' ')}${stderr}`);
  for (const { key, path, input } of inputs) {
    const made = input.replace(/\.dll$/, '.ni.dll');
    if (existsSync(made)) renameSync(made, key);
    else if (status === 0) linkSync(path, key);
  }
  rmSync(room, { recursive: true, force: true });
  console.log(`Compiled ${all.length} assemblies ahead in ${Math.round((Date.now() - began) / 1000)} s.`);
}

// The compiler is a package that the SDK asks for; the frameworks are those that the programs run on.
function findTools() {
  const assets = JSON.parse(readFileSync('AppHost/obj/project.assets.json', 'utf8'));
  const pack = Object.values(assets.project.frameworks)[0].downloadDependencies.find(one => one.name.startsWith('Microsoft.NETCore.App.Crossgen2.'));
  if (!pack) return {};
  const [, os, architecture] = /Crossgen2\.(\w+)(?:-musl)?-(\w+)$/.exec(pack.name);
  const version = pack.version.match(/[\d.]+/)[0];
  const compiler = Object.keys(assets.packageFolders).map(folder => join(folder, pack.name.toLowerCase(), version, 'tools', 'crossgen2')).find(existsSync);
  const runtimes = execFileSync('dotnet', ['--list-runtimes'], { encoding: 'utf8' }).trim().split('\n').map(line => /^(\S+) (\S+) \[(.*)\]$/.exec(line));
  const frameworks = ['Microsoft.NETCore.App', 'Microsoft.AspNetCore.App'].map(framework => {
    const newest = runtimes.filter(match => match?.[1] === framework && match[2].startsWith('10.')).at(-1);
    return join(newest[3], newest[2]);
  });
  return { compiler, frameworks, os, architecture };
}

// ECMA-335 II.25: an assembly has a CLI header; one that was compiled ahead has a native header in it.
function isPlainAssembly(bytes) {
  const pe = bytes.readUInt32LE(0x3c), optional = pe + 24;
  const directories = optional + (bytes.readUInt16LE(optional) === 0x20b ? 112 : 96);
  const cli = bytes.readUInt32LE(directories + 14 * 8);
  if (cli === 0) return false;
  const sections = optional + bytes.readUInt16LE(pe + 20);
  for (let i = 0; i < bytes.readUInt16LE(pe + 6); i++) {
    const section = sections + i * 40, start = bytes.readUInt32LE(section + 12);
    if (cli >= start && cli < start + bytes.readUInt32LE(section + 16))
      return bytes.readUInt32LE(cli - start + bytes.readUInt32LE(section + 20) + 64) === 0;
  }
  return false;
}
