import { expect, test, vi } from 'vitest'

const SOURCES = import.meta.glob([
  '/src/**/*.{ts,tsx}',
  '!/src/**/*.test.*',
  '!/src/testing/**',
  '!/src/main.tsx',
])

test('no module reads a message at module level, before a language is loaded', async () => {
  vi.resetModules()
  const { messages: before } = await import('@/i18n/messages')
  expect(before).toBeUndefined()
  for (const [name, load] of Object.entries(SOURCES)) {
    await expect(load(), name).resolves.toBeDefined()
  }
})
