import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import CalendarDialog from '../src/admin/components/CalendarDialog.vue';
import AbsencesDialog from '../src/admin/components/AbsencesDialog.vue';
import TechnicianDialog from '../src/admin/components/TechnicianDialog.vue';
import { pages, me } from '../src/admin/session';
import AccountsView from '../src/admin/views/AccountsView.vue';
import AccountView from '../src/admin/views/AccountView.vue';
import AuditView from '../src/admin/views/AuditView.vue';
import { lang } from '../src/shared/i18n';

const asked: { method: string; path: string; body: unknown }[] = [];
function server(answer: (path: string, method: string) => unknown): void {
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    asked.push({ method, path, body: typeof body === 'string' ? JSON.parse(body) : body });
    const found = answer(path, method);
    return found instanceof Response ? found : new Response(JSON.stringify(found));
  });
}
const page = (items: unknown[]) => ({ items, page: 1, pageSize: 20, total: items.length, totalIsExact: true });
const commands = () => asked.filter(one => one.method !== 'GET');
const open: VueWrapper[] = [];
async function show(component: object, props: Record<string, unknown> = {}): Promise<VueWrapper> {
  const view = mount(component, { props, attachTo: document.body, global: { stubs: { 'router-link': true } } });
  open.push(view);
  await flushPromises();
  return view;
}
function type(id: string, text: string): void {
  const field = document.getElementById(id) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input'));
}
const submit = async () => {
  document.querySelector('dialog form')!.dispatchEvent(new Event('submit'));
  await flushPromises();
};

beforeEach(() => {
  lang.value = 'zh-CN';
  asked.length = 0;
});
afterEach(() => {
  open.splice(0).forEach(one => one.unmount());
  document.body.innerHTML = '';
  me.value = null;
  vi.unstubAllGlobals();
});

const account = { id: 'a1', userName: 'clerk', displayName: '小林', roles: ['agent'], isActive: true, technicianId: null, lastSignInAt: null };

it('a new account shows its password once, until the dialog closes', async () => {
  server((_, method) => (method === 'POST' ? { ...account, initialPassword: 'once-only-42' } : page([account])));
  const view = await show(AccountsView);
  await view.get('.list-actions button').trigger('click');
  await submit();
  expect(commands()).toEqual([]);
  type('account-userName', 'clerk');
  type('account-displayName', '小林');
  document.getElementById('role-agent')!.click();
  await submit();
  expect(commands().map(({ path, body }) => [path, body])).toEqual([['/api/accounts', { userName: 'clerk', displayName: '小林', roles: ['agent'] }]]);
  expect(document.querySelector('[data-testid=initial-password]')?.textContent).toBe('once-only-42');
  document.querySelector<HTMLButtonElement>('dialog .primary')!.click();
  await flushPromises();
  expect(document.body.textContent).not.toContain('once-only-42');
});

it('the last administrator stays one, and the page says why', async () => {
  server((_, method) => (method === 'PATCH' ? new Response(JSON.stringify({ type: 'urn:meida:problem:last-admin' }), { status: 409 }) : page([account])));
  const view = await show(AccountsView);
  await view.get('.row-actions button').trigger('click');
  await submit();
  expect(document.querySelector('dialog [role=alert]')?.textContent).toContain('最后一个管理员');
});

it('a password is reset after a question only', async () => {
  server((_, method) => (method === 'POST' ? { ...account, initialPassword: 'fresh-one-7' } : page([account])));
  const view = await show(AccountsView);
  await view.findAll('.row-actions button')[1]!.trigger('click');
  expect(commands()).toEqual([]);
  document.querySelector<HTMLButtonElement>('dialog .danger')!.click();
  await flushPromises();
  expect(commands().map(one => one.path)).toEqual(['/api/accounts/a1/reset-password']);
  expect(document.querySelector('[data-testid=initial-password]')?.textContent).toBe('fresh-one-7');
});

it('the own password is changed with the current one, which may be wrong', async () => {
  me.value = { id: '1', userName: 'ops', displayName: 'Ops', roles: ['ops_manager'], permissions: [], technicianId: null };
  server(() => new Response(JSON.stringify({ type: 'urn:meida:problem:invalid-credentials' }), { status: 401 }));
  const view = await show(AccountView);
  await view.get('#current').setValue('wrong');
  await view.get('#fresh').setValue('long enough now');
  await view.get('form').trigger('submit');
  await flushPromises();
  expect(view.get('[role=alert]').text()).toBe('现在的密码不正确');
});

const technician = { id: 'p1', name: '王师傅', centerId: 'c1', centerName: '杭州', skills: ['集成灶'], isActive: true, load7d: 3, phoneMasked: '139****0001', userName: 'tech1', version: 1 };
const centers = [{ id: 'c1', name: '杭州', regions: [], timeZone: 'Asia/Shanghai' }];

it('a technician keeps the phone when none is typed; hours are sent only to a server that has told of them', async () => {
  server(() => technician);
  await show(TechnicianDialog, { technician, centers });
  type('technician-skills', '集成灶，洗碗机、 ');
  await submit();
  expect(commands().at(-1)).toMatchObject({ method: 'PATCH', body: { name: '王师傅', centerId: 'c1', skills: ['集成灶', '洗碗机'], isActive: true, userName: 'tech1' } });
  expect(commands().at(-1)!.body).not.toHaveProperty('phone');
  expect(commands().at(-1)!.body).not.toHaveProperty('workingHours');
  open.splice(0).forEach(one => one.unmount());

  await show(TechnicianDialog, { technician: { ...technician, workingHours: [{ weekday: 1, from: '09:00:00', to: '18:00' }], dailyCapacity: 6 }, centers });
  await submit();
  expect(commands().at(-1)!.body).toMatchObject({ workingHours: [{ weekday: 1, from: '09:00', to: '18:00' }], dailyCapacity: 6 });
});

it('an absence says which visits it hits', async () => {
  server((_, method) => (method === 'POST' ? { id: 'x', affected: ['TK00000001'] } : page([{ id: 'x', from: '2026-12-01', to: '2026-12-03', reason: '年假' }])));
  await show(AbsencesDialog, { technician });
  expect(document.querySelector('dialog li')?.textContent).toContain('2026-12-01 – 2026-12-03 · 年假');
  await submit();
  expect(commands()).toEqual([]);
  type('absence-reason', '培训');
  await submit();
  expect(commands()[0]).toMatchObject({ path: '/api/technicians/p1/absences', body: { reason: '培训' } });
  expect(document.querySelector('dialog [role=status]')?.textContent).toContain('TK00000001');
});

it('a calendar with a line that is none is not sent', async () => {
  server(() => ({ workingHours: [{ weekday: 1, from: '09:00', to: '18:00' }], holidays: [] }));
  await show(CalendarDialog, { center: centers[0] });
  type('holidays', '2027-02-06 春节\n春节');
  await submit();
  expect(commands()).toEqual([]);
  expect(document.activeElement?.id).toBe('holidays');
  type('holidays', '2027-02-06 春节\n2027-02-20 春节 班');
  await submit();
  expect(commands()[0]).toMatchObject({ method: 'PUT', path: '/api/service-centers/c1/calendar', body: { holidays: [{ date: '2027-02-06', name: '春节' }, { date: '2027-02-20', name: '春节', working: true }] } });
});

it('the audit log is filtered by the server, and its days are those of Shanghai', async () => {
  vi.useFakeTimers();
  server(() => page([]));
  const view = await show(AuditView);
  await view.get('#actor').setValue(' agent ');
  await view.get('#from').setValue('2026-11-23');
  await view.get('#to').setValue('2026-11-23');
  await view.get('#to').trigger('change');
  await vi.advanceTimersByTimeAsync(400);
  vi.useRealTimers();
  const query = new URL(asked.at(-1)!.path, 'http://here').searchParams;
  expect(Object.fromEntries(query)).toEqual({ actor: 'agent', from: '2026-11-23T00:00:00+08:00', to: '2026-11-24T00:00:00+08:00', page: '1', pageSize: '20' });
});

it('pages of management open by permission', () => {
  const seen = (permissions: string[], roles = ['x']) => {
    me.value = { id: '1', userName: 'x', displayName: 'X', roles, permissions, technicianId: null };
    return (Object.keys(pages) as (keyof typeof pages)[]).filter(name => pages[name]());
  };
  expect(seen(['tickets.read', 'tickets.write'])).toEqual(['tickets', 'stats', 'products', 'account']);
  expect(seen(['tickets.read', 'technicians.write'])).toEqual(['tickets', 'stats', 'technicians', 'centers', 'products', 'account']);
  expect(seen(['tickets.read', 'accounts.write', 'audit.read'])).toEqual(['tickets', 'stats', 'products', 'accounts', 'audit', 'account']);
  expect(seen(['tickets.read'], ['technician'])).toEqual(['my-jobs', 'account']);
});
