'use strict';

const kept = 500;
const body = document.getElementById('resources');
const summary = document.getElementById('summary');
const logTitle = document.getElementById('log-title');
const log = document.getElementById('log');
const follow = document.getElementById('follow');
let chosen = null;
let last = 0;
let lines = [];

function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

function duration(seconds) {
  if (seconds === null) return '';
  const s = Math.floor(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

function command(resource, verb, text) {
  const button = element('button', { type: 'button', textContent: text });
  button.setAttribute('aria-label', `${text} ${resource.name}`);
  button.addEventListener('click', async () => {
    if (verb === 'stop' && !confirm(`Stop ${resource.name}?`)) return;
    button.disabled = true;
    await fetch(`/api/resources/${resource.name}/${verb}`, { method: 'POST', headers: { 'X-Meida-Operator': '1' } });
    await refresh();
  });
  return button;
}

function row(resource) {
  const name = element('button', { type: 'button', className: 'name', textContent: resource.name });
  name.addEventListener('click', () => choose(resource.name));
  const addresses = resource.addresses.map(a =>
    a.url.startsWith('http') ? element('a', { href: a.url, textContent: a.text }) : element('span', { textContent: a.text }));
  const commands = !resource.takesCommands ? []
    : resource.state === 'stopped' ? [command(resource, 'restart', 'Start')]
    : [command(resource, 'restart', 'Restart'), ' ', command(resource, 'stop', 'Stop')];
  const tr = element('tr', {},
    element('td', {}, name),
    element('td', { className: `state ${resource.state}`, textContent: resource.state }),
    element('td', { textContent: resource.kind }),
    element('td', { className: 'number', textContent: resource.pid ?? '' }),
    element('td', { className: 'number', textContent: resource.restarts || '' }),
    element('td', { className: 'number', textContent: duration(resource.uptimeSeconds) }),
    element('td', {}, ...addresses),
    element('td', {}, ...commands));
  tr.setAttribute('aria-selected', String(resource.name === chosen));
  return tr;
}

async function refresh() {
  try {
    const resources = await (await fetch('/api/resources')).json();
    const focused = document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent;
    const inTable = body.contains(document.activeElement);
    body.replaceChildren(...resources.map(row));
    if (inTable) [...body.querySelectorAll('button')].find(b => (b.getAttribute('aria-label') ?? b.textContent) === focused)?.focus();
    const troubled = resources.filter(r => !['running', 'finished'].includes(r.state)).map(r => `${r.name} is ${r.state}`);
    summary.textContent = troubled.length ? troubled.join(', ') : `All ${resources.length} are well.`;
    if (chosen) await readLog();
  } catch {
    summary.textContent = 'The engine does not answer: it has been stopped.';
  }
}

async function readLog() {
  const name = chosen;
  const answer = await (await fetch(`/api/resources/${name}/log?after=${last}`)).json();
  if (name !== chosen || answer.lines.length === 0) return;
  last = answer.last;
  lines = lines.concat(answer.lines).slice(-kept);
  log.textContent = lines.join('\n');
  if (follow.checked) log.scrollTop = log.scrollHeight;
}

function choose(name) {
  chosen = name;
  last = 0;
  lines = [];
  logTitle.textContent = `Log of ${name}`;
  log.textContent = '';
  refresh();
}

async function loop() {
  await refresh();
  setTimeout(loop, 2000);
}

loop();
