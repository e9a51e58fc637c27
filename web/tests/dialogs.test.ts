import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import EditDialog from '../src/admin/components/EditDialog.vue';
import MyJobsView from '../src/admin/views/MyJobsView.vue';
import type { Ticket } from '../src/shared/api/types';
import { today } from '../src/shared/dates';
import { lang } from '../src/shared/i18n';
import { sampleTicket } from './sample';

const field = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
function type(id: string, text: string, event = 'input'): void {
  field<HTMLInputElement>(id).value = text;
  field(id).dispatchEvent(new Event(event));
}
function press(text: string, within: ParentNode = document): void {
  [...within.querySelectorAll('button')].find(button => button.textContent?.trim() === text)!.click();
}

beforeEach(() => {
  lang.value = 'zh-CN';
  sessionStorage.clear();
});
afterEach(() => {
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

describe('the dialog that corrects a ticket', () => {
  const open = async () => {
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ items: [{ id: 'c2', name: '上海', regions: [] }] })));
    const dialog = mount(EditDialog, { props: { ticket: sampleTicket({ centerId: 'c1', centerName: '杭州' }), busy: false, failure: '' }, attachTo: document.body });
    await flushPromises();
    return dialog;
  };

  it('changes the phone and the center', async () => {
    const dialog = await open();
    type('edit-customerPhone', '139 0013 9000');
    type('edit-centerId', 'c2', 'change');
    document.querySelector('form')!.dispatchEvent(new Event('submit'));
    expect(dialog.emitted('submit')).toEqual([[{ customerPhone: '139 0013 9000', centerId: 'c2' }]]);
    dialog.unmount();
  });

  it('keeps the phone when none is typed, and takes no wrong one', async () => {
    const dialog = await open();
    type('edit-customerName', '韩梅梅');
    document.querySelector('form')!.dispatchEvent(new Event('submit'));
    expect(dialog.emitted('submit')).toEqual([[{ customerName: '韩梅梅' }]]);
    type('edit-customerPhone', '12345');
    document.querySelector('form')!.dispatchEvent(new Event('submit'));
    expect(dialog.emitted('submit')).toHaveLength(1);
    dialog.unmount();
  });

  it('begins in its first field, not on the cross', async () => {
    const dialog = await open();
    expect(document.activeElement?.id).toBe('edit-customerName');
    dialog.unmount();
  });
});

describe('my jobs', () => {
  const streams: EventTarget[] = [];
  const open = async (appointmentDate: string) => {
    const job = sampleTicket({ status: 'ASSIGNED', appointmentDate });
    const posted: string[] = [];
    vi.stubGlobal('EventSource', class extends EventTarget {
      constructor() {
        super();
        streams.push(this);
      }
      close() {}
    });
    vi.stubGlobal('fetch', async (address: string, { method }: RequestInit = {}) => {
      if (method === 'POST') posted.push(address);
      return new Response(JSON.stringify(method === 'POST' ? { ...job, status: 'IN_PROGRESS', version: 3 } : { items: [job], page: 1, pageSize: 50, total: 1, totalIsExact: true }));
    });
    const view = mount(MyJobsView, { attachTo: document.body });
    await flushPromises();
    return { view, posted };
  };

  it('start a visit of another day with a question only', async () => {
    const { view, posted } = await open('2030-01-22');
    press('开始服务', view.element);
    await flushPromises();
    expect(posted).toEqual([]);
    expect(document.activeElement?.textContent).toBe('返回');
    press('开始服务', document.querySelector('dialog')!);
    await flushPromises();
    expect(posted).toHaveLength(1);
    view.unmount();
  });

  it('start one of today at once', async () => {
    const { view, posted } = await open(today());
    press('开始服务', view.element);
    await flushPromises();
    expect(posted).toHaveLength(1);
    view.unmount();
  });

  it('are a day: counted, what comes later folded, and the job at hand under the thumb', async () => {
    const job = (no: number, part: Partial<Ticket>) => sampleTicket({ id: `j${no}`, ticketNo: `TK0000000${no}`, status: 'ASSIGNED', appointmentDate: today(), ...part });
    const open = [job(1, { appointmentTime: '15:00' }), job(2, { appointmentTime: '09:00' }), job(3, { appointmentDate: '2030-01-22' })];
    vi.stubGlobal('EventSource', class extends EventTarget { close() {} });
    vi.stubGlobal('fetch', async (address: string) => {
      const items = address.includes('status=COMPLETED') ? [job(4, { status: 'COMPLETED' }), job(5, { status: 'COMPLETED', appointmentDate: '2026-01-01' })] : open;
      return new Response(JSON.stringify({ items, page: 1, pageSize: 50, total: items.length, totalIsExact: true }));
    });
    const view = mount(MyJobsView, { attachTo: document.body });
    await flushPromises();
    expect(view.get('.day-count').text()).toBe('今天 3 单 · 完成 1');
    expect(view.findAll('section.day .job').map(one => one.attributes('data-id'))).toEqual(['j2', 'j1']);
    const later = view.get('details.day');
    expect(later.attributes('open')).toBeUndefined();
    expect(later.get('summary').text()).toBe('2030-01-22 周二 · 1 单');
    expect(view.get('.thumb-bar').findAll('button, a').map(one => one.attributes('aria-label'))).toEqual(['拨打 TK00000002', '导航 TK00000002', '开始服务 TK00000002']);
    view.unmount();
  });

  it('let go of a ticket that somebody else has now', async () => {
    const { view } = await open(today());
    const { id, ticketNo } = sampleTicket({});
    expect(view.element.textContent).toContain(ticketNo);
    streams.at(-1)!.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ ticketId: id, ticketNo, status: 'REMOVED', version: 3, at: '' }) }));
    await flushPromises();
    expect(view.element.textContent).not.toContain(ticketNo);
    view.unmount();
  });
});
