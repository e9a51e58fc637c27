// What both halves of the page are made of.

export function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export function duration(seconds) {
  if (seconds === null || seconds === undefined) return '';
  const s = Math.floor(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

export function clock(instant) {
  return instant ? new Date(instant).toLocaleString('sv-SE') : '';
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

/** A button whose purpose is clear without its row. */
export function button(text, subject, act) {
  const node = element('button', { type: 'button', textContent: text });
  node.setAttribute('aria-label', `${text}: ${subject}`);
  node.addEventListener('click', async () => {
    node.disabled = true;
    try { await act(); } finally { node.disabled = false; }
  });
  return node;
}

export function post(path) {
  return fetch(path, { method: 'POST', headers: { 'X-Meida-Operator': '1' } });
}

/** Cells are strings, nodes, lists of them, or objects with a class and content. */
function cell(content, heading, isFirst) {
  const { className = '', content: inner = content } = content?.content === undefined ? {} : content;
  const node = element(isFirst ? 'th' : 'td', { className }, ...[inner].flat().filter(part => part !== null && part !== undefined && part !== ''));
  if (isFirst) node.scope = 'row';
  node.dataset.label = heading;
  // Laid out as blocks on a narrow screen, it stays a table for whoever has it read out.
  node.setAttribute('role', isFirst ? 'rowheader' : 'cell');
  return node;
}

/** Draws a table anew; the button that has the focus keeps it. No rows, no table. */
export function table(place, caption, headings, rows) {
  const held = document.activeElement;
  const label = place.contains(held) ? held.getAttribute('aria-label') ?? held.textContent : null;
  if (rows.length === 0) {
    place.replaceChildren();
    return;
  }

  const head = element('tr', { role: 'row' }, ...headings.map(text => {
    const th = element('th', { scope: 'col', textContent: text });
    th.setAttribute('role', 'columnheader');
    return th;
  }));
  const body = rows.map(row => {
    const tr = element('tr', {}, ...row.cells.map((content, i) => cell(content, headings[i], i === 0)));
    tr.setAttribute('role', 'row');
    if (row.selected !== undefined) tr.classList.toggle('selected', row.selected);
    return tr;
  });
  const node = element('table', {}, element('caption', { textContent: caption }), element('thead', {}, head), element('tbody', {}, ...body));
  node.setAttribute('role', 'table');
  for (const group of node.querySelectorAll('thead, tbody')) group.setAttribute('role', 'rowgroup');
  place.replaceChildren(node);
  if (label) [...place.querySelectorAll('button')].find(b => (b.getAttribute('aria-label') ?? b.textContent) === label)?.focus();
}
