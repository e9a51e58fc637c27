// Sizes over the wire (brotli, as published): what a page loads before it is usable, against its budget.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const kilo = 1024;
export const budgets = [
  { page: '/booking', manifest: 'booking', start: ['booking/index.html'], js: 40 * kilo, css: 4 * kilo },
  { page: '/booking/t', manifest: 'ticket', start: ['ticket/index.html'], js: 40 * kilo, css: 4 * kilo },
  { page: '/login', manifest: 'admin', start: ['admin/index.html', 'src/admin/views/LoginView.vue'], js: 100 * kilo, css: 30 * kilo },
  { page: '/admin/tickets', manifest: 'admin', start: ['admin/index.html', 'src/admin/views/TicketsView.vue'], js: 200 * kilo, css: 30 * kilo },
  { page: '/admin/my-jobs', manifest: 'admin', start: ['admin/index.html', 'src/admin/views/MyJobsView.vue'], js: 100 * kilo, css: 30 * kilo },
];

function files(manifest, names, found = new Set()) {
  for (const name of names) {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`${name} is not in the manifest: was the page renamed?`);
    if (found.has(chunk.file)) continue;
    found.add(chunk.file);
    for (const style of chunk.css ?? []) found.add(style);
    files(manifest, chunk.imports ?? [], found);
  }
  return found;
}

export function measure(folder) {
  return budgets.map(({ page, manifest, start, js, css }) => {
    const all = [...files(JSON.parse(readFileSync(resolve(folder, '.vite', `${manifest}.json`), 'utf8')), start)];
    const size = ending => all.filter(file => file.endsWith(ending)).reduce((sum, file) => sum + brotliCompressSync(readFileSync(resolve(folder, file))).length, 0);
    return { page, js: size('.js'), css: size('.css'), budget: { js, css }, files: all.length };
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const sizes = measure(process.argv[2] ?? process.env.OUT ?? 'dist');
  const kb = bytes => `${(bytes / kilo).toFixed(1)} KB`;
  for (const one of sizes) console.log(`${one.page.padEnd(16)} js ${kb(one.js)} of ${kb(one.budget.js)}, css ${kb(one.css)} of ${kb(one.budget.css)}, ${one.files} files`);
  if (sizes.some(one => one.js > one.budget.js || one.css > one.budget.css)) {
    console.error('A page is over its budget.');
    process.exitCode = 1;
  }
}
