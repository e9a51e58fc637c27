import { button, duration, element, post, table } from './elements.js';
import { showOperations } from './operations.js';

const kept = 500;
const place = document.getElementById('resources');
const summary = document.getElementById('summary');
const logTitle = document.getElementById('log-title');
const log = document.getElementById('log');
const follow = document.getElementById('follow');
let chosen = null;
let last = 0;
let lines = [];

function command(resource, verb, text) {
  return button(text, resource.name, async () => {
    if (verb === 'stop' && !confirm(`Stop ${resource.name}?`)) return;
    await post(`/api/resources/${resource.name}/${verb}`);
    await refresh();
  });
}

function row(resource) {
  const name = element('button', { type: 'button', className: 'name', textContent: resource.name });
  name.addEventListener('click', () => choose(resource.name));
  const addresses = resource.addresses.map(a =>
    a.url.startsWith('http') ? element('a', { href: a.url, textContent: a.text }) : element('span', { textContent: a.text }));
  const commands = !resource.takesCommands ? []
    : resource.state === 'stopped' ? [command(resource, 'restart', 'Start')]
    : [command(resource, 'restart', 'Restart'), ' ', command(resource, 'stop', 'Stop')];
  return {
    selected: resource.name === chosen,
    cells: [
      name, { className: `state ${resource.state}`, content: resource.state }, resource.kind, String(resource.pid ?? ''),
      String(resource.restarts || ''), duration(resource.uptimeSeconds), addresses, commands,
    ],
  };
}

async function refresh() {
  try {
    const resources = await (await fetch('/api/resources')).json();
    table(place, 'Every part and its state', ['Resource', 'State', 'Kind', 'Pid', 'Restarts', 'Up', 'Address', 'Commands'], resources.map(row));
    const troubled = resources.filter(r => !['running', 'finished'].includes(r.state)).map(r => `${r.name} is ${r.state}`);
    say(troubled.length ? `${troubled.join(', ')}.` : `All ${resources.length} are well.`);
    if (chosen) await readLog();
    return resources;
  } catch {
    say('The engine does not answer: it has been stopped.');
    return null;
  }
}

// The same words again would be read out again.
function say(text) {
  if (summary.textContent !== text) summary.textContent = text;
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

let resources = null;

async function watchResources() {
  resources = await refresh();
  setTimeout(watchResources, 2000);
}

// Apart from the resources: a service that hangs must not hold up the page that says so.
async function watchOperations() {
  if (!document.hidden && resources) await showOperations(resources);
  setTimeout(watchOperations, resources ? 4000 : 200);
}

watchResources();
watchOperations();
