import react from '@vitejs/plugin-react';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

const LOCAL_API = 'http://127.0.0.1:8000';

export default defineConfig(({ mode }) => {
  const api = loadEnv(mode, '.', 'TASADOR_').TASADOR_API ?? LOCAL_API;
  const proxy = { '/api': { target: api, changeOrigin: true } };
  return {
    plugins: [react()],
    build: {
      target: 'es2022',
      // Every asset is a file with a hash in its name: a data: URL would need a wider content policy.
      assetsInlineLimit: 0,
      reportCompressedSize: true,
    },
    server: { host: '127.0.0.1', proxy },
    preview: { host: '127.0.0.1', proxy },
    test: {
      environment: 'jsdom',
      setupFiles: ['src/test/setup.ts'],
      include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
      restoreMocks: true,
      testTimeout: 20_000,
    },
  };
});
