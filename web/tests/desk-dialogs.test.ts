import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import AssignDialog from '../src/admin/components/AssignDialog.vue';
import CompleteDialog from '../src/admin/components/CompleteDialog.vue';
import EraseDialog from '../src/admin/components/EraseDialog.vue';
import ImageGrid from '../src/admin/components/ImageGrid.vue';
import NoteForm from '../src/admin/components/NoteForm.vue';
import { lang } from '../src/shared/i18n';
import { sampleTicket } from './sample';

interface Sent {
  method: string;
  path: string;
  body: unknown;
}
const sent: Sent[] = [];
function server(answer: (path: string, method: string) => unknown): void {
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    if (method !== 'GET') sent.push({ method, path, body: typeof body === 'string' ? JSON.parse(body) : body });
    const found = answer(path, method);
    return found instanceof Response ? found : new Response(JSON.stringify(found));
  });
}

const open: VueWrapper[] = [];
const shown = (id: string) => document.getElementById(id) as HTMLInputElement;
function type(id: string, text: string): void {
  shown(id).value = text;
  shown(id).dispatchEvent(new Event('input'));
}
const submit = () => document.querySelector('dialog form')!.dispatchEvent(new Event('submit'));
const press = (text: string) => [...document.querySelectorAll('button')].find(button => button.textContent?.trim() === text)!.click();

beforeEach(() => {
  lang.value = 'zh-CN';
  sessionStorage.clear();
  sent.length = 0;
});
afterEach(() => {
  open.splice(0).forEach(one => one.unmount());
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

describe('completing a ticket', () => {
  const dialog = () => {
    const mounted = mount(CompleteDialog, { props: { ticket: sampleTicket({ status: 'IN_PROGRESS', receiptCount: 1 }), busy: false, failure: '' }, attachTo: document.body });
    open.push(mounted);
    return mounted;
  };

  it('asks for nothing that has to be filled in', () => {
    const one = dialog();
    submit();
    expect(one.emitted('submit')).toEqual([[undefined]]);
  });

  it('takes parts and fees, and points at the one that is no amount', async () => {
    const one = dialog();
    press('添加配件');
    await flushPromises();
    submit();
    await flushPromises();
    expect(one.emitted('submit')).toBeUndefined();
    expect(document.activeElement?.id).toBe('part-0-code');
    type('part-0-code', 'P1');
    const [, name, , price] = [...document.querySelectorAll<HTMLInputElement>('.part input')];
    for (const [input, text] of [[name!, '点火针'], [price!, '12.50']] as const) {
      input.value = text;
      input.dispatchEvent(new Event('input'));
    }
    type('complete-labour', 'viel');
    submit();
    await flushPromises();
    expect(document.activeElement?.id).toBe('complete-labour');
    type('complete-labour', '80');
    submit();
    expect(one.emitted('submit')).toEqual([[{ parts: [{ code: 'P1', name: '点火针', quantity: 1, unitPrice: 1250 }], fees: { labour: 8000, travel: 0 } }]]);
  });
});

it('customer data are erased only after a second question that habit does not answer', async () => {
  const one = mount(EraseDialog, { props: { ticket: sampleTicket({}), busy: false, failure: '' }, attachTo: document.body });
  open.push(one);
  await flushPromises();
  expect(document.activeElement?.textContent).toBe('返回');
  submit();
  await flushPromises();
  submit();
  type('erase-number', 'TK99999999');
  submit();
  expect(one.emitted('submit')).toBeUndefined();
  type('erase-number', 'tk00000001');
  submit();
  expect(one.emitted('submit')).toHaveLength(1);
});

it('a note that did not arrive is sent again under the same key and kept meanwhile', async () => {
  const keys: (string | null)[] = [];
  let up = false;
  vi.stubGlobal('fetch', async (_: string, { headers, body }: RequestInit) => {
    keys.push((headers as Headers).get('Idempotency-Key'));
    if (!up) throw new TypeError('offline');
    sent.push({ method: 'POST', path: _, body: JSON.parse(String(body)) });
    return new Response('{}', { status: 201 });
  });
  const one = mount(NoteForm, { props: { ticketId: 't1' }, attachTo: document.body });
  open.push(one);
  await one.get('textarea').setValue('客户说周末在家');
  await one.get('form').trigger('submit');
  await flushPromises();
  expect(one.get('[role=alert]').text()).toContain('网络不稳定');
  expect(one.get('textarea').element.value).toBe('客户说周末在家');
  up = true;
  await one.get('form').trigger('submit');
  await flushPromises();
  expect(sent).toEqual([{ method: 'POST', path: '/api/tickets/t1/notes', body: { text: '客户说周末在家' } }]);
  expect(new Set(keys).size).toBe(1);
  expect(one.emitted('added')).toHaveLength(1);
  expect(one.get('textarea').element.value).toBe('');
});

it('whoever assigns sees the visit, the skills, and what the chosen one has that day', async () => {
  const technician = { id: 'p1', name: '王师傅', centerId: 'c1', centerName: '杭州', skills: ['集成灶'], isActive: true, load7d: 3, phoneMasked: '', userName: null, version: 1 };
  const visits = [
    { ticketId: 'x', ticketNo: 'TK0000000A', appointmentDate: '2026-11-24', appointmentTime: '10:30:00', state: 'ACTIVE' },
    { ticketId: 'y', ticketNo: 'TK0000000B', appointmentDate: '2026-11-24', appointmentTime: '15:00:00', state: 'ACTIVE' },
    { ticketId: 'z', ticketNo: 'TK0000000C', appointmentDate: '2026-11-24', appointmentTime: '09:30:00', state: 'RELEASED' },
  ];
  server(path => ({ items: path.includes('/schedule') ? visits : [technician], page: 1, pageSize: 100, total: 1 }));
  const one = mount(AssignDialog, { props: { ticket: sampleTicket({ centerId: 'c1', productModel: '集成灶 JCX8' }), busy: false, pending: false, failure: '' }, attachTo: document.body });
  open.push(one);
  await flushPromises();
  const text = () => document.querySelector('dialog')!.textContent!;
  for (const told of ['2026-11-24 周二 09:30–11:30', '文三路 1 号', '集成灶 JCX8', '近 7 天 3 单', '本网点']) expect(text()).toContain(told);
  expect(document.querySelector('.fits')?.textContent).toBe('集成灶');
  document.querySelector<HTMLInputElement>('input[type=radio]')!.click();
  await flushPromises();
  const day = [...document.querySelectorAll('.assign-day li')].map(line => line.textContent);
  expect(day).toEqual(['10:30–12:30 TK0000000A · 与这次上门重叠', '15:00–17:00 TK0000000B']);
});

it('an own photo is deleted on the server, after a question', async () => {
  server(() => new Response(null, { status: 204 }));
  const image = { imageId: 'i1', type: 'RECEIPT', uploadedBy: 'tech1', uploadedAt: '2026-11-24T01:00:00Z', size: 1, url: '', contentType: '', checksumSha256: '', width: 1, height: 1 };
  const one = mount(ImageGrid, { props: { images: [image], removable: true, ticketId: 't1' }, attachTo: document.body });
  open.push(one);
  expect(one.get('img').attributes('src')).toBe('/api/files/ticket-receipt/i1?size=thumb');
  press('删除');
  await flushPromises();
  expect(sent).toEqual([]);
  document.querySelector<HTMLButtonElement>('dialog .danger')!.click();
  await flushPromises();
  expect(sent.map(({ method, path }) => [method, path])).toEqual([['DELETE', '/api/files/ticket-receipt/i1']]);
});
