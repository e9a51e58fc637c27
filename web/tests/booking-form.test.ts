import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import BookingForm from '../src/booking/BookingForm.vue';

afterEach(() => vi.unstubAllGlobals());

it('takes the red from a field as soon as it is put right, and from no other', async () => {
  vi.stubGlobal('fetch', async () => new Response('{"items":[]}'));
  const form = mount(BookingForm, { attachTo: document.body });
  await form.get('form').trigger('submit');
  await flushPromises();
  const red = (id: string) => form.get(`#${id}`).attributes('aria-invalid') === 'true';
  expect(['customerName', 'customerPhone', 'consent'].map(red)).toEqual([true, true, true]);
  await form.get('#customerName').setValue('周杰');
  await form.get('#customerPhone').setValue('123');
  await form.get('#consent').setValue(true);
  await flushPromises();
  expect(['customerName', 'customerPhone', 'consent'].map(red)).toEqual([false, true, false]);
  form.unmount();
});
