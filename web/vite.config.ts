import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import components from 'unplugin-vue-components/vite';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const api = process.env.API ?? 'http://localhost:8000';

const pages = { booking: 'booking/index.html', ticket: 'ticket/index.html', admin: 'admin/index.html' };

// One build a page: a customer's phone does not load what Vue keeps for the component library of the desk pages.
export default defineConfig(({ mode, command }) => {
  const page = mode === 'booking' || mode === 'ticket' ? mode : 'admin';
  return {
    appType: 'mpa',
    plugins: [
      vue(),
      // Booking stays without a component library: only admin files are looked through.
      components({ dirs: [], dts: false, include: [/src\/admin\/.*\.vue/], resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    ],
    define: {
      __VUE_OPTIONS_API__: String(command === 'serve' || page === 'admin'),
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    server: { proxy: { '/api': api } },
    build: {
      outDir: process.env.OUT ?? 'dist',
      // Booking is built first and empties the folder.
      emptyOutDir: page === 'booking',
      copyPublicDir: page === 'booking',
      manifest: `.vite/${page}.json`,
      target: 'es2022',
      // The Content-Security-Policy knows no data: scripts or styles, so nothing is inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 700,
      rollupOptions: { input: { [page]: here(pages[page]) }, checks: { pluginTimings: false } },
    },
  };
});
