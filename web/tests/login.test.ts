import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
  document.body.innerHTML = '';
});

async function open(answer: (path: string, body: Record<string, string>) => Response) {
  localStorage.clear();
  localStorage.setItem('meida.lang', 'zh-CN');
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => answer(path, JSON.parse(String(body ?? '{}')) as Record<string, string>));
  const { default: LoginView } = await import('../src/admin/views/LoginView.vue');
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<i />' } }] });
  await router.push('/login');
  const view = mount(LoginView, { global: { plugins: [router] }, attachTo: document.body });
  await flushPromises();
  return { view, router };
}
const refused = (status: number, slug: string, more = {}) => new Response(JSON.stringify({ type: `urn:meida:problem:${slug}`, ...more }), { status });
const done = (body: unknown = {}) => new Response(JSON.stringify(body));
const account = { id: '1', userName: 'ops', displayName: 'Ops', roles: ['ops_manager'], permissions: ['tickets.read'], technicianId: null };

it('asks for the second factor when the password was right, and sends both', async () => {
  const { view, router } = await open((path, body) => (path.endsWith('/me') ? done(account) : body.totp === '123456' ? done() : refused(401, 'totp-required')));
  await view.get('#userName').setValue('ops');
  await view.get('#password').setValue('secret');
  await view.get('form').trigger('submit');
  await flushPromises();
  expect(document.activeElement?.id).toBe('totp');
  await view.get('#totp').setValue('123456');
  await view.get('form').trigger('submit');
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/admin/tickets');
});

it('leads from the initial password to one of the person’s own', async () => {
  let changed = false;
  const { view, router } = await open((path, body) => {
    if (path.endsWith('/me')) return changed ? done(account) : refused(403, 'password-change-required');
    if (!path.endsWith('/password')) return done();
    changed = body.newPassword === 'long enough now' && body.currentPassword === 'initial';
    return changed ? new Response(null, { status: 204 }) : refused(400, 'validation', { codes: { newPassword: ['leaked'] } });
  });
  await view.get('#userName').setValue('ops');
  await view.get('#password').setValue('initial');
  await view.get('form').trigger('submit');
  await flushPromises();
  expect(document.activeElement?.id).toBe('fresh');
  await view.get('#fresh').setValue('password1234');
  await view.get('form').trigger('submit');
  await flushPromises();
  expect(view.get('[role=alert]').text()).toContain('泄露');
  await view.get('#fresh').setValue('long enough now');
  await view.get('form').trigger('submit');
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/admin/tickets');
});
