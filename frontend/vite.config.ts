/** Build, development server and tests. */

import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { compiledMessages } from './scripts/compiled-messages.ts'
import { listedLanguages } from './scripts/listed-languages.ts'

const backend = process.env.QUIETDESK_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [compiledMessages(), listedLanguages(), react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: ['chrome125', 'edge125', 'firefox128', 'safari18'],
    // Inlined assets become data: URLs, which the content security policy refuses.
    assetsInlineLimit: 0,
    // All these targets support modulepreload.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // The code that every page needs, in one file: two dozen small chunks would be larger and slower.
            {
              name: 'base',
              test: /node_modules|src\/(api|i18n\/(?!(?:en|de)\/)|lib\/(?!theme|use-debounced)|tickets\/(?!bulk)|components\/(?!menu-button|dialog|copy-link))/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': backend, '/admin': backend, '/static': backend } },
  test: {
    environment: 'jsdom',
    setupFiles: './src/testing/setup.ts',
    restoreMocks: true,
    // jsdom does not know <search>.
    onConsoleLog: (log) => !log.includes('The tag <search> is unrecognized'),
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Two workers keep the tests stable on a small machine that also runs a database and a browser.
    maxWorkers: 2,
  },
})
