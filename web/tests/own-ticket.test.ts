import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OwnTicket } from '../src/shared/api/types';
import { addDays, today } from '../src/shared/dates';
import { lang } from '../src/shared/i18n';
import { Sender, tokenOf, trackOf } from '../src/ticket/own-ticket';
import TicketApp from '../src/ticket/TicketApp.vue';

const day = addDays(today(), 3);
const sample = (part: Partial<OwnTicket> = {}): OwnTicket => ({
  ticketNo: 'TK7F3K9Q2A', status: 'CONFIRMED', appointmentDate: day, appointmentTime: '10:00', centerId: null, technicianName: null,
  addressMasked: '杭州市西湖区文三路***', productModel: 'JZT-7B13', serialNumber: null, coverage: 'UNKNOWN', verificationCode: null,
  timeline: [{ status: 'BOOKED', at: '2026-11-27T01:00:00Z' }, { status: 'CONFIRMED', at: '2026-11-27T02:00:00Z' }],
  can: { reschedule: true, cancel: true, urge: true, rate: false }, urgedAt: null, rating: null, isCurrent: true, noticesWanted: true, ...part,
});
const windows = { items: [], windows: [{ from: '10:00', to: '12:00', time: '10:00', remaining: null }, { from: '13:00', to: '15:00', time: '13:00', remaining: 0 }, { from: '15:00', to: '17:00', time: '15:00', remaining: 2 }] };
const refusal = (status: number, slug: string, headers = {}) => new Response(JSON.stringify({ type: `urn:meida:problem:${slug}` }), { status, headers });

beforeEach(() => {
  lang.value = 'zh-CN';
});
afterEach(() => {
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

describe('the way of a ticket', () => {
  it('is behind, now and ahead', () => {
    expect(trackOf(sample()).map(step => `${step.status} ${step.state}`)).toEqual(['BOOKED done', 'CONFIRMED now', 'ASSIGNED ahead', 'IN_PROGRESS ahead', 'COMPLETED ahead']);
  });

  it('goes back when the technician was lost: what lies ahead again has no time', () => {
    const timeline = [{ status: 'BOOKED', at: 'a' }, { status: 'CONFIRMED', at: 'b' }, { status: 'ASSIGNED', at: 'c' }, { status: 'CONFIRMED', at: 'd' }] as OwnTicket['timeline'];
    expect(trackOf({ status: 'CONFIRMED', timeline }).map(step => step.at)).toEqual(['a', 'd', null, null, null]);
  });

  it('ends where it was canceled', () => {
    const timeline = [{ status: 'BOOKED', at: 'a' }, { status: 'CANCELED', at: 'b' }] as OwnTicket['timeline'];
    expect(trackOf({ status: 'CANCELED', timeline }).map(step => step.status)).toEqual(['BOOKED', 'CANCELED']);
  });
});

describe('a command', () => {
  it('that got no answer is sent again under its key, another one under another', async () => {
    const keys: (string | null)[] = [];
    let lost = true;
    vi.stubGlobal('fetch', async (_: string, { headers }: RequestInit) => {
      keys.push((headers as Headers).get('Idempotency-Key'));
      if (lost) throw new TypeError('lost');
      return new Response(JSON.stringify(sample()));
    });
    const sender = new Sender('secret');
    await expect(sender.send('urge')).rejects.toThrow();
    lost = false;
    await sender.send('urge');
    await sender.send('urge');
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it('goes to the ticket that the address of the page names', () => {
    expect(tokenOf('/booking/t/b2sgdGhp_-cyBp')).toBe('b2sgdGhp_-cyBp');
  });
});

describe('the page of an own ticket', () => {
  const open = async (answer: (method: string, path: string, body: unknown) => Response) => {
    vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => answer(method, path, body ? JSON.parse(String(body)) : undefined));
    const page = mount(TicketApp, { props: { token: 'secret' }, attachTo: document.body });
    await flushPromises();
    return page;
  };
  const button = (page: Awaited<ReturnType<typeof open>>, text: string) => page.findAll('button').find(one => one.text() === text);

  it('shows a code as digits where there is one, and no more than may be done', async () => {
    const page = await open(() => new Response(JSON.stringify(sample({ verificationCode: '4821', coverage: 'IN_WARRANTY', can: { reschedule: false, cancel: false, urge: true, rate: false } }))));
    expect(page.text()).toContain('4821');
    expect(page.text()).toContain('保修期内');
    expect([button(page, '改时间'), button(page, '取消预约')]).toEqual([undefined, undefined]);
    expect(button(page, '催一催')).toBeDefined();
    page.unmount();
    const without = await open(() => new Response(JSON.stringify(sample())));
    expect(without.text()).not.toContain('验证码');
    without.unmount();
  });

  it('moves to a window that is free and not to her own', async () => {
    const sent: unknown[] = [];
    const page = await open((method, path, body) => {
      if (path.startsWith('/api/public/slots')) return new Response(JSON.stringify(windows));
      if (method === 'GET') return new Response(JSON.stringify(sample()));
      sent.push([path, body]);
      return new Response(JSON.stringify(sample({ appointmentTime: '15:00' })));
    });
    await button(page, '改时间')!.trigger('click');
    await flushPromises();
    expect(page.findAll<HTMLInputElement>('input[type=radio]').map(one => one.element.disabled)).toEqual([true, true, false]);
    await page.get('form').trigger('submit');
    expect(page.text()).toContain('请选择可预约的时间段');
    await page.get('input[value="15:00"]').setValue();
    await page.get('form').trigger('submit');
    await flushPromises();
    expect(sent).toEqual([['/api/public/tickets/secret/reschedule', { appointmentDate: day, appointmentTime: '15:00' }]]);
    expect(page.text()).toContain('已改好上门时间');
    expect(document.activeElement?.textContent).toBe('已改好上门时间');
    expect(page.find('input[type=radio]').exists()).toBe(false);
    page.unmount();
  });

  it('tells a second tab plainly that things have changed, and shows how they are', async () => {
    let now = sample();
    const page = await open(method => (method === 'GET' ? new Response(JSON.stringify(now)) : refusal(409, 'illegal-transition')));
    now = sample({ status: 'CANCELED', can: { reschedule: false, cancel: false, urge: false, rate: false }, timeline: [...now.timeline, { status: 'CANCELED', at: '2026-11-27T03:00:00Z' }] });
    await button(page, '催一催')!.trigger('click');
    await flushPromises();
    expect(page.get('[role=alert]').text()).toContain('预约已有变化');
    expect(page.get('.chip').text()).toBe('已取消');
    page.unmount();
  });

  it('says in minutes when she may urge again', async () => {
    const page = await open(method => (method === 'GET' ? new Response(JSON.stringify(sample())) : refusal(429, 'too-many-requests', { 'Retry-After': '7200' })));
    await button(page, '催一催')!.trigger('click');
    await flushPromises();
    expect(page.get('[role=alert]').text()).toBe('刚刚已经催过，请 120 分钟后再试');
    page.unmount();
  });

  it('takes three pictures of the fault and no more, until the visit begins', async () => {
    const sent: string[] = [];
    vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
      if (method === 'GET') return new Response(JSON.stringify(sample()));
      sent.push(`${path} ${(body as FormData).getAll('files').length}`);
      return new Response('{"items":[]}', { status: 201 });
    });
    const page = mount(TicketApp, { props: { token: 'secret' }, attachTo: document.body });
    await flushPromises();
    const input = page.get<HTMLInputElement>('#pictures');
    const choose = async (n: number) => {
      Object.defineProperty(input.element, 'files', { configurable: true, value: Array.from({ length: n }, (_, i) => new File(['x'], `${i}.jpg`, { type: 'image/jpeg' })) });
      await input.trigger('change');
      await page.get('form').trigger('submit');
      await flushPromises();
    };
    await page.get('form').trigger('submit');
    expect(page.text()).toContain('请选择照片');
    await choose(4);
    expect(page.text()).toContain('最多 3 张照片');
    await choose(2);
    expect(sent).toEqual(['/api/public/tickets/secret/images 2']);
    expect(document.activeElement?.textContent).toBe('照片已上传');
    page.unmount();

    const begun = await open(() => new Response(JSON.stringify(sample({ status: 'IN_PROGRESS' }))));
    expect(begun.find('#pictures').exists()).toBe(false);
    begun.unmount();
  });

  it('stops and starts messages', async () => {
    const sent: unknown[] = [];
    const page = await open((method, path, body) => {
      if (method === 'GET') return new Response(JSON.stringify(sample()));
      sent.push([path, body]);
      return new Response(JSON.stringify(body));
    });
    const box = page.get<HTMLInputElement>('input[type=checkbox]');
    expect(box.element.checked).toBe(true);
    await box.trigger('change');
    await flushPromises();
    expect(page.get<HTMLInputElement>('input[type=checkbox]').element.checked).toBe(false);
    expect(sent).toEqual([['/api/public/tickets/secret/notices', { wanted: false }]]);
    expect(page.text()).toContain('不再发送通知');
    page.unmount();
  });

  it('asks how it was once the work is done', async () => {
    const sent: unknown[] = [];
    const done = sample({ status: 'COMPLETED', can: { reschedule: false, cancel: false, urge: false, rate: true } });
    const page = await open((method, _, body) => {
      if (method === 'GET') return new Response(JSON.stringify(done));
      sent.push(body);
      return new Response(JSON.stringify({ ...done, can: { ...done.can, rate: false }, rating: { score: 4, comment: '很好', at: '2026-11-27T03:00:00Z' } }));
    });
    await page.get('form').trigger('submit');
    expect(page.text()).toContain('请选择评分');
    await page.get('input[value="4"]').setValue();
    await page.get('#comment').setValue(' 很好 ');
    await page.get('form').trigger('submit');
    await flushPromises();
    expect(sent).toEqual([{ score: 4, comment: '很好' }]);
    expect(page.text()).toContain('4 星 · 很好');
    page.unmount();
  });

  it('shows what was last heard while the ticket cannot be reached, and that a link is gone', async () => {
    const page = await open(() => new Response(JSON.stringify(sample({ isCurrent: false, can: { reschedule: false, cancel: false, urge: false, rate: false } }))));
    expect(page.text()).toContain('暂时连不上');
    page.unmount();
    const gone = await open(() => refusal(404, 'not-found'));
    expect(gone.get('h1').text()).toBe('这个链接无效或已过期');
    gone.unmount();
  });
});
