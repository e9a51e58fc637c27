// A stand-in for the gateway, in memory, for working on the pages alone: `npm run build && npm run mock`.
// It answers as the HTTP API is written down and serves dist/ under the gateway's Content-Security-Policy.
// Faults on demand: POST /mock/faults {"path": "/images", "times": 2, "status": 503} (status 0 drops the connection).
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const port = Number(process.env.PORT ?? 5199);
const dist = process.env.OUT ?? fileURLToPath(new URL('../dist', import.meta.url));
const csp = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const accounts = {
  admin: { displayName: '系统管理员', roles: ['admin'], permissions: ['tickets.read', 'tickets.write', 'tickets.assign', 'tickets.complete', 'tickets.upload', 'technicians.write', 'audit.read', 'accounts.write', 'products.write', 'privacy.erase'] },
  agent: { displayName: '客服 小林', roles: ['agent'], permissions: ['tickets.read', 'tickets.write', 'tickets.upload'] },
  ops: { displayName: '运营经理 陈立', roles: ['ops_manager'], permissions: ['tickets.read', 'tickets.assign', 'tickets.complete', 'technicians.write'] },
};
const centers = [
  { id: '0199a000-0000-7000-8000-000000000001', name: '美大杭州服务中心', regions: ['杭州', '西湖区', '余杭区'] },
  { id: '0199a000-0000-7000-8000-000000000002', name: '美大上海服务中心', regions: ['上海', '浦东新区'] },
];
const technicians = [['王师傅', 0, ['集成灶']], ['李师傅', 0, ['集成灶', '洗碗机']], ['张师傅', 1, ['热水器']]].map(([name, center, skills], i) => ({
  id: `0199b000-0000-7000-8000-00000000000${i + 1}`, name, phoneMasked: `139****000${i + 1}`, centerId: centers[center].id, centerName: centers[center].name, skills, isActive: true, load7d: 0,
}));
technicians.forEach((technician, i) => (accounts[`tech${i + 1}`] = { displayName: technician.name, roles: ['technician'], permissions: ['tickets.read', 'tickets.complete', 'tickets.upload'], technicianId: technician.id }));
for (const [userName, account] of Object.entries(accounts)) Object.assign(account, { id: randomUUID(), userName, technicianId: account.technicianId ?? null });

const tickets = [];
const sessions = new Map();
const replies = new Map();
const images = new Map();
const streams = new Set();
const faults = [];
const now = () => new Date().toISOString();
const shanghaiDay = (plus = 0) => new Date(Date.now() + 8 * 3600_000 + plus * 86_400_000).toISOString().slice(0, 10);
const startTimes = Array.from({ length: 18 }, (_, i) => `${String(9 + Math.floor(i / 2)).padStart(2, '0')}:${i % 2 ? '30' : '00'}`);
const newNumber = () => 'TK' + [...randomBytes(8)].map(b => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[b % 32]).join('');
const mask = phone => `${phone.slice(0, 3)}****${phone.slice(-4)}`;
const digits = text => text.replace(/[０-９]/g, d => String.fromCharCode(d.charCodeAt(0) - 0xfee0)).replace(/[^\d+]/g, '').replace(/^(\+86|0086)/, '');

class Refusal extends Error {
  constructor(status, slug, detail = slug, extra = {}) {
    super(detail);
    Object.assign(this, { status, slug, extra });
  }
}
const invalid = codes => new Refusal(400, 'validation', 'One or more fields are wrong.', {
  codes, errors: Object.fromEntries(Object.entries(codes).map(([field, list]) => [field, list.map(code => `Broken rule: ${code}.`)])),
});

function record(ticket, action, by, { to, details = null, bump = true } = {}) {
  ticket.events.push({ id: randomUUID(), action, actor: by.displayName, actorRole: by.roles[0], at: now(), fromStatus: action === 'BOOKED' ? null : ticket.status, toStatus: to ?? ticket.status, details });
  if (to) ticket.status = to;
  if (bump) ticket.version += 1;
  ticket.updatedAt = now();
  tell(ticket);
}

let eventId = 0;
function tell(ticket) {
  eventId += 1;
  const text = `id: ${eventId}\ndata: ${JSON.stringify({ ticketId: ticket.id, ticketNo: ticket.ticketNo, status: ticket.status, version: ticket.version, at: ticket.updatedAt })}\n\n`;
  for (const one of streams) if (sees(one.me, ticket)) one.response.write(text);
}

const customer = { displayName: '客户', roles: ['customer'] };
const system = { displayName: 'system', roles: ['system'] };
const sees = (me, ticket) => !me.roles.includes('technician') || ticket.technicianId === me.technicianId;

function book(body, by) {
  const codes = {};
  const need = (field, min, max) => {
    const text = String(body[field] ?? '').trim();
    if (!text) codes[field] = ['required'];
    else if ([...text].length < min || [...text].length > max) codes[field] = ['length'];
  };
  need('customerName', 1, 50);
  need('address', 5, 200);
  need('issueDesc', 1, 2000);
  if (!/^(1[3-9]\d{9}|0\d{9,11})$/.test(digits(String(body.customerPhone ?? '')))) codes.customerPhone = ['format'];
  if (!/^\d{4}-\d\d-\d\d$/.test(body.appointmentDate ?? '')) codes.appointmentDate = ['required'];
  else if (body.appointmentDate < shanghaiDay()) codes.appointmentDate = ['past'];
  else if (body.appointmentDate > shanghaiDay(60)) codes.appointmentDate = ['too-far'];
  if (!startTimes.includes(body.appointmentTime)) codes.appointmentTime = ['slot'];
  if (Object.keys(codes).length) throw invalid(codes);
  const center = centers.find(one => one.id === body.centerId) ?? centers.find(one => one.regions.some(region => body.address.includes(region))) ?? centers[0];
  const ticket = {
    id: randomUUID(), ticketNo: newNumber(), status: 'BOOKED', version: 0, customerName: body.customerName.trim(), phone: digits(body.customerPhone), address: body.address.trim(), centerId: center.id, centerName: center.name,
    productModel: body.productModel ?? null, issueDesc: body.issueDesc.trim(), appointmentDate: body.appointmentDate, appointmentTime: body.appointmentTime, technicianId: null, technicianName: null,
    createdAt: now(), updatedAt: now(), completedAt: null, canceledReason: null, receiptCount: 0, events: [], images: [],
  };
  ticket.customerPhoneMasked = mask(ticket.phone);
  tickets.unshift(ticket);
  record(ticket, 'BOOKED', by, { to: 'BOOKED' });
  return ticket;
}

const row = ({ phone: _, events: __, images: ___, ...rest }) => rest;
const full = ({ phone: _, ...rest }) => rest;
const load = id => tickets.filter(one => one.technicianId === id && one.status !== 'CANCELED').length;

function assign(ticket, technician, by) {
  const from = ticket.technicianName;
  ticket.technicianId = technician.id;
  ticket.technicianName = technician.name;
  record(ticket, from ? 'REASSIGNED' : 'ASSIGNED', by, { to: 'ASSIGNED', details: { technicianName: from ? { from, to: technician.name } : technician.name } });
}

function only(ticket, ...allowed) {
  if (!allowed.includes(ticket.status)) throw new Refusal(409, 'illegal-transition', `Not possible for a ticket that is ${ticket.status}.`);
}

const commands = {
  confirm: ['tickets.write', (ticket, _, me) => (only(ticket, 'BOOKED'), record(ticket, 'CONFIRMED', me, { to: 'CONFIRMED' }))],
  reschedule: ['tickets.write', (ticket, body, me) => {
    only(ticket, 'BOOKED', 'CONFIRMED', 'ASSIGNED');
    const from = `${ticket.appointmentDate} ${ticket.appointmentTime}`;
    Object.assign(ticket, { appointmentDate: body.appointmentDate, appointmentTime: body.appointmentTime });
    record(ticket, 'RESCHEDULED', me, { details: { appointmentDate: { from, to: `${body.appointmentDate} ${body.appointmentTime}` } } });
  }],
  assign: ['tickets.assign', (ticket, body, me) => {
    only(ticket, 'CONFIRMED', 'ASSIGNED');
    if (body?.technicianId) {
      const wanted = technicians.find(one => one.id === body.technicianId && one.isActive);
      if (!wanted) throw new Refusal(422, 'technician-unavailable', 'This technician is not available.');
      return assign(ticket, wanted, me);
    }
    const free = technicians.filter(one => one.isActive && one.centerId === ticket.centerId && one.id !== ticket.technicianId).sort((a, b) => load(a.id) - load(b.id));
    if (free.length === 0) throw new Refusal(409, 'no-technician-available', 'Nobody is free.');
    if (!ticket.issueDesc.includes('慢')) return assign(ticket, free[0], me);
    ticket.assignment = { id: randomUUID(), state: 'AWAITING_RESERVATION', tries: 1, reason: null };
    setTimeout(() => {
      ticket.assignment.state = 'ASSIGNED';
      assign(ticket, free[0], system);
    }, 4000);
    return 202;
  }],
  start: ['own', (ticket, _, me) => (only(ticket, 'ASSIGNED'), record(ticket, 'STARTED', me, { to: 'IN_PROGRESS' }))],
  complete: ['tickets.complete', (ticket, _, me) => {
    only(ticket, 'ASSIGNED', 'IN_PROGRESS');
    if (ticket.images.length === 0) throw new Refusal(409, 'receipt-required', 'A receipt image is needed.');
    ticket.completedAt = now();
    record(ticket, 'COMPLETED', me, { to: 'COMPLETED' });
  }],
  cancel: ['tickets.write', (ticket, body, me) => {
    only(ticket, 'BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS');
    if (!body?.reason?.trim()) throw invalid({ reason: ['required'] });
    ticket.canceledReason = body.reason;
    record(ticket, 'CANCELED', me, { to: 'CANCELED', details: { reason: body.reason } });
  }],
};

function filtered(query, me) {
  const status = query.getAll('status');
  const q = (query.get('q') ?? '').toLowerCase();
  return tickets.filter(one => sees(me, one)
    && (status.length === 0 || status.includes(one.status))
    && (!query.get('technicianId') || one.technicianId === (query.get('technicianId') === 'unassigned' ? null : query.get('technicianId')))
    && (!query.get('from') || one.appointmentDate >= query.get('from')) && (!query.get('to') || one.appointmentDate <= query.get('to'))
    && (!q || [one.ticketNo, one.customerName, one.address, one.issueDesc, one.customerPhoneMasked].some(text => text.toLowerCase().includes(q))))
    .sort((a, b) => {
      const order = `${a.appointmentDate}${a.appointmentTime}`.localeCompare(`${b.appointmentDate}${b.appointmentTime}`);
      return query.get('sort') === 'appointmentDate' ? order : -order;
    });
}

function page(items, query, map = row) {
  const number = Number(query.get('page') ?? 1);
  const size = Number(query.get('pageSize') ?? 20);
  return { items: items.slice((number - 1) * size, number * size).map(map), page: number, pageSize: size, total: items.length, totalIsExact: true, nextCursor: null };
}

function stats(query) {
  const [from, to] = [query.get('from'), query.get('to')];
  const shown = tickets.filter(one => (!from || one.appointmentDate >= from) && (!to || one.appointmentDate <= to));
  const count = (list, status) => list.filter(one => one.status === status).length;
  const done = shown.some(one => one.completedAt);
  return {
    from, to, centerId: null, total: shown.length,
    byStatus: Object.fromEntries(['BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS', 'COMPLETED', 'CANCELED'].map(status => [status, count(shown, status)])),
    byDay: [...new Set(shown.map(one => one.appointmentDate))].sort().map(date => {
      const day = shown.filter(one => one.appointmentDate === date);
      return { date, total: day.length, completed: count(day, 'COMPLETED'), canceled: count(day, 'CANCELED') };
    }),
    byTechnician: technicians.map(one => {
      const own = shown.filter(ticket => ticket.technicianId === one.id);
      return { technicianId: one.id, technicianName: one.name, total: own.length, completed: count(own, 'COMPLETED') };
    }),
    completionHours: { count: done ? 8 : 0, median: done ? 26.5 : null, p90: done ? 71.2 : null },
  };
}

function parts(buffer, type) {
  const boundary = Buffer.from(`--${/boundary=(.+)$/.exec(type)[1]}`);
  const found = [];
  for (let at = buffer.indexOf(boundary); at >= 0;) {
    const next = buffer.indexOf(boundary, at + boundary.length);
    if (next < 0) break;
    const part = buffer.subarray(at + boundary.length + 2, next - 2);
    const split = part.indexOf('\r\n\r\n');
    if (/name="files"/.test(part.subarray(0, split).toString())) found.push(part.subarray(split + 4));
    at = next;
  }
  return found;
}

function kindOf(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg';
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'image/png';
  return bytes.subarray(8, 12).toString() === 'WEBP' ? 'image/webp' : null;
}

function upload(ticket, files, me) {
  only(ticket, 'ASSIGNED', 'IN_PROGRESS');
  if (files.length === 0 || files.some(one => one.length === 0)) throw invalid({ files: ['required'] });
  if (files.some(one => one.length > 8 * 1024 * 1024)) throw new Refusal(413, 'file-too-large');
  if (files.some(one => !kindOf(one))) throw new Refusal(415, 'unsupported-image');
  const items = files.map(bytes => {
    const checksumSha256 = createHash('sha256').update(bytes).digest('hex');
    const known = ticket.images.find(one => one.checksumSha256 === checksumSha256);
    if (known) return { ...known, duplicate: true };
    const image = { imageId: randomUUID(), type: 'RECEIPT', contentType: kindOf(bytes), size: bytes.length, width: 800, height: 600, checksumSha256, duplicate: false, uploadedBy: me.displayName, uploadedAt: now() };
    image.url = `/api/files/ticket-receipt/${image.imageId}`;
    images.set(image.imageId, { bytes, type: image.contentType });
    ticket.images.push(image);
    ticket.receiptCount += 1;
    record(ticket, 'RECEIPT_UPLOADED', me, { details: { images: 1 }, bump: false });
    return image;
  });
  return [items.every(one => one.duplicate) ? 200 : 201, { items }];
}

function signedIn(request) {
  const me = sessions.get(/mock=(\w+)/.exec(request.headers.cookie ?? '')?.[1]);
  if (!me) throw new Refusal(401, 'unauthenticated', 'Sign in first.');
  if (request.method !== 'GET' && request.headers['x-csrf'] !== '1') throw new Refusal(403, 'csrf');
  return me;
}
const allow = (me, permission) => {
  if (!me.permissions.includes(permission)) throw new Refusal(403, 'forbidden', `Needs ${permission}.`);
};
function reach(id, me) {
  const ticket = tickets.find(one => one.id === id.toLowerCase() || one.ticketNo === id.toUpperCase());
  if (!ticket || !sees(me, ticket)) throw new Refusal(404, 'not-found', 'No such ticket.');
  return ticket;
}

async function api(request, response, address, raw) {
  const path = address.pathname.slice(4);
  const query = address.searchParams;
  const is = (method, wanted) => request.method === method && path === wanted;
  const json = () => (raw.length ? JSON.parse(raw.toString()) : {});
  if (is('GET', '/public/centers')) return [200, { items: centers }];
  if (is('GET', '/public/slots')) {
    const clock = new Date(Date.now() + 8 * 3600_000).toISOString().slice(11, 16);
    const full = query.get('date') === shanghaiDay(3) ? ['10:00', '10:30'] : [];
    return [200, { items: startTimes.map(time => ({ time, remaining: full.includes(time) || query.get('date') < shanghaiDay() || (query.get('date') === shanghaiDay() && time <= clock) ? 0 : time === '16:00' ? 2 : null })) }];
  }
  if (is('POST', '/public/booking')) {
    const ticket = book(json(), customer);
    return [201, { ticketId: ticket.id, ticketNo: ticket.ticketNo, status: ticket.status, manageUrl: `/booking/t/${ticket.id}` }];
  }
  if (is('POST', '/public/booking/lookup')) {
    const body = json();
    const ticket = tickets.find(one => one.ticketNo === body.ticketNo?.toUpperCase() && one.phone === digits(body.customerPhone ?? ''));
    if (!ticket) throw new Refusal(404, 'not-found');
    const timeline = ticket.events.filter(one => one.action === 'BOOKED' || one.fromStatus !== one.toStatus).map(one => ({ status: one.toStatus, at: one.at }));
    return [200, { ticketNo: ticket.ticketNo, status: ticket.status, appointmentDate: ticket.appointmentDate, appointmentTime: ticket.appointmentTime, technicianName: ticket.technicianName, timeline }];
  }
  if (is('POST', '/auth/login')) {
    const { userName, password } = json();
    const me = accounts[userName];
    if (!me || password !== 'Meida-2026') throw new Refusal(401, 'invalid-credentials', 'Wrong user name or password.');
    const token = randomBytes(12).toString('hex');
    sessions.set(token, me);
    return [200, { user: me }, { 'Set-Cookie': `mock=${token}; HttpOnly; SameSite=Strict; Path=/` }];
  }
  const me = signedIn(request);
  if (is('GET', '/auth/me')) return [200, me];
  if (is('POST', '/auth/logout')) return sessions.delete(/mock=(\w+)/.exec(request.headers.cookie)[1]), [204];
  if (is('GET', '/technicians')) return [200, page(technicians.map(one => ({ ...one, load7d: load(one.id) })), query, one => one)];
  if (is('GET', '/tickets')) return allow(me, 'tickets.read'), [200, page(filtered(query, me), query)];
  if (is('POST', '/tickets')) return allow(me, 'tickets.write'), [201, full(book(json(), me))];
  if (is('GET', '/my-jobs')) return [200, page(filtered(query, me), query)];
  if (is('GET', '/tickets/stats')) return [200, stats(query)];
  if (is('GET', '/tickets/export')) return [200, '\ufeffticketNo\r\n', { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename=tickets.csv' }];
  if (is('GET', '/tickets/stream')) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': hello\n\n');
    const stream = { response, me };
    streams.add(stream);
    response.on('close', () => streams.delete(stream));
    return null;
  }
  const image = /^\/files\/ticket-receipt\/([\w-]+)$/.exec(path);
  if (image) {
    const stored = images.get(image[1]);
    if (!stored) throw new Refusal(404, 'not-found');
    return [200, stored.bytes, { 'Content-Type': stored.type }];
  }
  const [, id, action] = /^\/tickets\/([\w-]+)(?:\/([\w-]+))?$/.exec(path) ?? [];
  if (!id) throw new Refusal(404, 'not-found', 'No such route.');
  if (request.method === 'GET' && !action) return [200, full(reach(id, me))];
  if (request.method === 'GET' && action === 'images') return [200, { items: reach(id, me).images }];
  if (request.method === 'GET' && action === 'assignment') return [200, reach(id, me).assignment ?? { id: '', state: 'NONE' }];
  if (action === 'images') return allow(me, 'tickets.upload'), upload(reach(id, me), parts(raw, request.headers['content-type']), me);
  if (action === 'reveal-phone') {
    const ticket = reach(id, me);
    record(ticket, 'PHONE_REVEALED', me, { bump: false });
    return [200, { customerPhone: ticket.phone }];
  }
  const [permission, run] = request.method === 'PATCH' && !action
    ? ['tickets.write', (ticket, body) => {
        only(ticket, 'BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS');
        const fields = ['customerName', 'address', 'issueDesc', 'productModel'].filter(field => body[field] !== undefined && body[field] !== ticket[field]);
        for (const field of fields) ticket[field] = body[field];
        record(ticket, 'EDITED', me, { details: { fields } });
      }]
    : commands[action] ?? [];
  if (!run) throw new Refusal(404, 'not-found', 'No such route.');
  if (permission === 'own' ? !me.permissions.includes('tickets.write') && !me.roles.includes('technician') : !me.permissions.includes(permission)) throw new Refusal(403, 'forbidden');
  const ticket = reach(id, me);
  const version = /^"(\d+)"$/.exec(request.headers['if-match'] ?? '')?.[1];
  if (version && Number(version) !== ticket.version) throw new Refusal(412, 'version-conflict', 'The ticket has changed.', { currentVersion: ticket.version });
  return run(ticket, json(), me) === 202 ? [202, { assignment: ticket.assignment }] : [200, full(ticket)];
}

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.ico': 'image/x-icon', '.txt': 'text/plain' };
function asset(path, response) {
  const file = path === '/booking' ? 'booking/index.html' : path === '/login' || path.startsWith('/admin') ? 'admin/index.html' : normalize(path).slice(1);
  const found = join(dist, file);
  if (!found.startsWith(dist) || !file || !existsSync(found)) return void response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': types[extname(found)] ?? 'application/octet-stream', 'Content-Security-Policy': csp, 'Cache-Control': 'no-cache' });
  response.end(readFileSync(found));
}

createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', async () => {
    const address = new URL(request.url, 'http://mock');
    const raw = Buffer.concat(chunks);
    if (address.pathname === '/mock/faults') {
      faults.push(JSON.parse(raw.toString()));
      return response.writeHead(204).end();
    }
    if (address.pathname === '/mock/sign-out') return sessions.clear(), response.writeHead(204).end();
    if (address.pathname === '/mock/cut') return streams.forEach(one => one.response.destroy()), response.writeHead(204).end();
    if (!address.pathname.startsWith('/api/')) return asset(address.pathname, response);
    const key = request.headers['idempotency-key'];
    const replay = key && replies.get(key);
    try {
      const fault = faults.find(one => one.times > 0 && request.url.includes(one.path) && (!one.method || one.method === request.method));
      if (fault) {
        fault.times -= 1;
        if (fault.status === 0) return response.destroy();
        throw new Refusal(fault.status, fault.slug ?? 'service-unavailable', 'Asked for by the test.', fault.extra);
      }
      if (replay && replay.body !== raw.toString()) throw new Refusal(422, 'idempotency-key-reused');
      const answer = replay?.answer ?? (await api(request, response, address, raw));
      if (!answer) return;
      if (key && !replay) replies.set(key, { body: raw.toString(), answer: structuredClone(answer) });
      const [status, body, headers] = answer;
      const plain = Buffer.isBuffer(body) || typeof body === 'string';
      response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers });
      response.end(body === undefined ? undefined : plain ? body : JSON.stringify(body));
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(error instanceof SyntaxError ? 400 : 500, 'internal', String(error));
      response.writeHead(refusal.status, { 'Content-Type': 'application/problem+json', ...(refusal.status === 429 ? { 'Retry-After': '42' } : {}) });
      response.end(JSON.stringify({ type: `urn:meida:problem:${refusal.slug}`, title: refusal.slug, status: refusal.status, detail: refusal.message, instance: address.pathname, traceId: randomBytes(16).toString('hex'), ...refusal.extra }));
    }
  });
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/booking /login /admin/tickets (password Meida-2026)`));
setInterval(() => streams.forEach(one => one.response.write(': still here\n\n')), 15_000).unref();

// Some history to look at.
const names = ['林晓燕', '陈大明', '欧阳建国', '赵敏', '孙浩然', 'Maria Fernández', '周杰', '吴桐', '郑爽爽', '王芳', '冯远征', '褚时健', '卫兰'];
const places = ['浙江省杭州市西湖区文三路 478 号华星时代广场 B 座 1203 室', '上海市浦东新区张江高科技园区碧波路 690 弄 8 号楼', '杭州市余杭区五常街道文一西路 969 号', '杭州市滨江区网商路 599 号'];
const troubles = ['点火后自动熄灭，已持续两天', '油烟机噪音很大', '洗碗机漏水，地面积水', '面板无显示，按键没有反应', '热水忽冷忽热（慢）'];
for (let i = 0; i < Number(process.env.TICKETS ?? 46); i++) {
  const ticket = book({ customerName: names[i % names.length], customerPhone: `138${String(10000000 + i * 7919).slice(0, 8)}`, address: places[i % places.length], appointmentDate: shanghaiDay(i % 9), appointmentTime: startTimes[(i * 5) % 18], issueDesc: troubles[i % troubles.length], productModel: ['集成灶 JCX8-1', null, '洗碗机 W3', '燃气热水器 JSQ30-16Q'][i % 4] }, i % 4 ? customer : accounts.agent);
  const created = new Date(Date.now() - ((i * 37) % 500) * 3_600_000).toISOString();
  Object.assign(ticket, { createdAt: created });
  ticket.events[0].at = created;
  const stage = i % 6;
  if (stage > 0 && stage < 5) commands.confirm[1](ticket, {}, accounts.agent);
  if (stage > 1 && stage < 5) assign(ticket, technicians[i % 3], accounts.ops);
  if (stage > 2 && stage < 5) commands.start[1](ticket, {}, accounts.admin);
  if (stage === 4) {
    upload(ticket, [Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQMAAACQp+OdAAAAA1BMVEULXK0K6YdFAAAAD0lEQVQoz2NgGAWjYCQCAAIQAAFRXWzmAAAAAElFTkSuQmCC', 'base64')], accounts.admin);
    commands.complete[1](ticket, {}, accounts.admin);
    ticket.completedAt = new Date(Math.min(Date.now(), Date.parse(created) + 30 * 3_600_000)).toISOString();
  }
  if (stage === 5) commands.cancel[1](ticket, { reason: '客户改由其他渠道维修' }, accounts.agent);
  // The last one is late.
  if (i === 42) ticket.appointmentDate = shanghaiDay(-2);
}
