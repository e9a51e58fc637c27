// What waits, what was given up on, and the commands that set it going again.
import { button, clock, count, duration, post, table } from './elements.js';

const at = id => document.getElementById(id);
const unknown = { className: 'unknown', content: 'unknown' };
let known = [];

function set(id, text) {
  if (at(id).textContent !== text) at(id).textContent = text;
}

async function run(what, path) {
  set('outcome', `${what}…`);
  try {
    const answer = await post(path);
    const result = answer.ok ? await answer.json() : { done: false, problem: `The engine answered ${answer.status}.` };
    set('outcome', result.done ? `${what}: done, ${result.count}.` : `${what}: not done. ${result.problem}`);
  } catch {
    set('outcome', `${what}: not done. The engine does not answer.`);
  }
  await showOperations(known);
}

function bad(number, text) {
  return number > 0 ? { className: 'warns', content: `${text} – needs you` } : text;
}

function modelCommands(service, resources) {
  const resource = resources.find(r => r.name === service);
  return (resource?.commands ?? []).flatMap(command => [button(command.text, service, async () => {
    if (command.confirmation && !confirm(command.confirmation)) return;
    await run(`${command.text} of ${service}`, `/api/resources/${service}/commands/${command.name}`);
  }), ' ']);
}

function messagesRow(view, resources) {
  if (view.problem) return { cells: [view.service, unknown, unknown, unknown, unknown, view.problem, ''] };
  const { outbox, deadLetters, problems } = view.messages;
  const dead = deadLetters?.reduce((sum, queue) => sum + queue.messages, 0);
  return {
    cells: [
      view.service,
      outbox ? String(outbox.depth) : unknown,
      outbox ? duration(outbox.oldestAgeSeconds) : unknown,
      outbox ? bad(outbox.parked, String(outbox.parked)) : unknown,
      deadLetters ? bad(dead, String(dead)) : unknown,
      problems.length ? problems.join(' ') : 'all parts answer',
      modelCommands(view.service, resources),
    ],
  };
}

function parkedRow(service, row) {
  const what = `Re-drive message ${row.id} of ${service}`;
  return {
    cells: [
      `${service} ${row.id}`, { className: 'long', content: row.routingKey ? `${row.destination} ${row.routingKey}` : row.destination },
      String(row.attempts), { className: 'long', content: row.lastError ?? '' },
      clock(row.parkedSince), button('Re-drive', `message ${row.id} of ${service}`, () => run(what, `/api/operations/${service}/parked/${row.id}/redrive`)),
    ],
  };
}

function deadLetterRow(service, queue) {
  return {
    cells: [
      queue.queue, String(queue.messages),
      button('Re-drive', queue.queue, () => run(`Re-drive ${queue.queue}`, `/api/operations/${service}/dead-letters/${queue.queue}/redrive`)),
    ],
  };
}

function stuckRow(service, saga) {
  return {
    cells: [
      saga.ticketNo, saga.state, String(saga.tries), saga.reason ? `${saga.why} Last reason: ${saga.reason}.` : saga.why, clock(saga.requestedAt),
      saga.nextTryAt ? clock(saga.nextTryAt) : 'never',
      button('Wake', `the assignment of ${saga.ticketNo}`,
        () => run(`Wake the assignment of ${saga.ticketNo}`, `/api/operations/${service}/assignments/${saga.id}/redrive`)),
    ],
  };
}

function tellMessages(views) {
  const silent = views.flatMap(view => view.problem ?? view.messages.problems.map(problem => `${view.service}: ${problem}`));
  const told = views.filter(view => view.messages);
  const parked = told.reduce((sum, view) => sum + (view.messages.outbox?.parked ?? 0), 0);
  const dead = told.flatMap(view => view.messages.deadLetters ?? []).reduce((sum, queue) => sum + queue.messages, 0);
  const needs = parked + dead === 0 ? 'Nothing needs you' : `${count(parked, 'parked message')} and ${count(dead, 'dead letter')} need you`;
  set('messages-summary', silent.length ? `${needs}, as far as is known. ${silent.join(' ')}` : `${needs}.`);
}

function tellAssignments(views) {
  const reports = views.filter(view => view.assignments);
  const silent = views.filter(view => view.problem && view.service === 'tickets');
  const stuck = reports.reduce((sum, view) => sum + view.assignments.stuckCount, 0);
  set('assignments-summary', silent.length ? `Unknown: ${silent[0].problem}`
    : reports.length === 0 ? 'No service tells of assignments.'
    : stuck === 0 ? `None is under way for more than ${duration(reports[0].assignments.stuckAfterSeconds)}.`
    : `${count(stuck, 'assignment is', 'assignments are')} under way for more than ${duration(reports[0].assignments.stuckAfterSeconds)}.`);
  table(at('states'), 'By state; ended ones of the last day', ['State', 'Assignments'],
    reports.flatMap(view => view.assignments.states.map(state => ({ cells: [state.state, String(state.count)] }))));
  table(at('stuck'), 'Stuck', ['Ticket', 'State', 'Tries', 'Why', 'Since', 'Next try', 'Commands'],
    reports.flatMap(view => view.assignments.stuck.map(saga => stuckRow(view.service, saga))));
}

export async function showOperations(resources) {
  known = resources;
  let views;
  try {
    views = await (await fetch('/api/operations')).json();
  } catch {
    set('messages-summary', 'Unknown: the engine does not answer.');
    set('assignments-summary', 'Unknown: the engine does not answer.');
    for (const id of ['messages', 'parked', 'dead-letters', 'states', 'stuck']) at(id).replaceChildren();
    return;
  }

  if (views.length === 0) {
    set('messages-summary', 'No service here has a key for operators.');
    set('assignments-summary', 'No service here has a key for operators.');
    return;
  }

  const told = views.filter(view => view.messages);
  tellMessages(views);
  table(at('messages'), 'By service', ['Service', 'Waiting', 'Oldest', 'Parked', 'Dead letters', 'Parts', 'Commands'],
    views.map(view => messagesRow(view, resources)));
  table(at('parked'), 'Parked messages', ['Message', 'Destination', 'Attempts', 'Last error', 'Since', 'Commands'],
    told.flatMap(view => (view.messages.outbox?.rows ?? []).map(row => parkedRow(view.service, row))));
  table(at('dead-letters'), 'Dead letters', ['Queue', 'Messages', 'Commands'],
    told.flatMap(view => (view.messages.deadLetters ?? []).filter(queue => queue.messages > 0).map(queue => deadLetterRow(view.service, queue))));
  tellAssignments(views);
}
