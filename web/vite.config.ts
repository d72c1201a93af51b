import { readFileSync } from 'node:fs';

import react from '@vitejs/plugin-react';
import { marked } from 'marked';
import { createServer, loadEnv } from 'vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

import { addressed } from './address';

const LOCAL_API = 'http://127.0.0.1:8000';
/** What needs a document runs in jsdom, with the network faked at its edge; the rest needs neither, and runs at once. */
const ALL = ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'];
const IN_A_BROWSER = ['src/**/*.test.tsx', 'src/reload.test.ts', 'src/{api/client,session/kept,session/session}.test.ts'];
/** A file of their own, which a release of ours leaves as it was, so that browsers keep it. */
const LIBRARIES = ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client', 'axios'];
const ROOT = '<div id="root">';
const GUIDES = {
  es: { fileName: 'como-se-calcula.html', go: 'Calcular un precio' },
  en: { fileName: 'how-it-works.html', go: 'Work out a price' },
};

/** The form is in `index.html` already, so that it shows before any script has come, and if none comes. */
function prerendered(): Plugin {
  return {
    name: 'tasador-prerender',
    apply: 'build',
    transformIndexHtml: {
      order: 'pre',
      handler: async (html) => {
        const server = await createServer({
          configFile: false,
          plugins: [react()],
          appType: 'custom',
          logLevel: 'error',
          server: { middlewareMode: true, ws: false, watch: null },
          optimizeDeps: { noDiscovery: true },
        });
        try {
          const { prerender } = (await server.ssrLoadModule('/src/prerender.tsx')) as { prerender: () => string };
          return html.replace(ROOT, ROOT + prerender());
        } finally {
          await server.close();
        }
      },
    },
  };
}

/** Its own address, where package.json has one. */
function address(): Plugin {
  const { homepage } = JSON.parse(readFileSync('package.json', 'utf8')) as { homepage?: string };
  return { name: 'tasador-address', apply: 'build', transformIndexHtml: { order: 'pre', handler: (html) => addressed(html, homepage) } };
}

/** The form shows without the script, so the styles go first on a slow line. */
function stylesFirst(): Plugin {
  return {
    name: 'tasador-styles-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replaceAll(/<(script type="module"|link rel="modulepreload")/g, '$& fetchpriority="low"'),
    },
  };
}

/** Pages of words alone, with the styles of the page and no script: how the price is worked out, and what was not found. */
function pagesOfWords(): Plugin {
  return {
    name: 'tasador-pages-of-words',
    apply: 'build',
    generateBundle(_, bundle) {
      const styles = Object.keys(bundle).find((name) => /^assets\/index-.*\.css$/.test(name));
      if (!styles) this.error('the bundle has no styles for the pages beside it');
      const pages = { '404.html': readFileSync('src/not-found.html', 'utf8'), ...guides() };
      for (const [fileName, page] of Object.entries(pages)) {
        this.emitFile({ type: 'asset', fileName, source: page.replace('%STYLES%', `/${styles}`) });
      }
    },
  };
}

/** The guide in each language, from its markdown; the heading is also the title. */
function guides(): Readonly<Record<string, string>> {
  const frame = readFileSync('src/guide/page.html', 'utf8');
  const written = Object.entries(GUIDES).map(([language, { fileName, go }]) => {
    const text = readFileSync(`src/guide/${language}.md`, 'utf8');
    const title = /^# (.+)/.exec(text)?.[1] ?? fileName;
    const body = marked.parse(text, { async: false });
    const page = frame.replace('%LANGUAGE%', language).replaceAll('%TITLE%', title).replace('%BODY%', body).replace('%GO%', go);
    return [fileName, page.replace(`href="/${fileName}"`, '$& aria-current="page"')] as const;
  });
  return Object.fromEntries(written);
}

export default defineConfig(({ mode }) => {
  const api = loadEnv(mode, '.', 'TASADOR_').TASADOR_API ?? LOCAL_API;
  const proxy = { '/api': { target: api, changeOrigin: true } };
  return {
    plugins: [react(), address(), prerendered(), stylesFirst(), pagesOfWords()],
    build: {
      target: 'es2022',
      // Every asset is a file with a hash in its name: a data: URL would need a wider content policy.
      assetsInlineLimit: 0,
      reportCompressedSize: true,
      modulePreload: { polyfill: false },
      rollupOptions: { output: { manualChunks: { libraries: LIBRARIES } } },
    },
    server: { host: '127.0.0.1', proxy },
    preview: { host: '127.0.0.1', proxy },
    test: {
      restoreMocks: true,
      testTimeout: 60_000,
      projects: [
        { extends: true, test: { name: 'logic', include: ALL, exclude: IN_A_BROWSER, environment: 'node' } },
        { extends: true, test: { name: 'page', include: IN_A_BROWSER, environment: 'jsdom', setupFiles: ['src/test/setup.ts'] } },
      ],
    },
  };
});
