/** Runs before each test file: matchers, the mock server, and polyfills for jsdom. */

import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import * as axeMatchers from 'vitest-axe/matchers'
import { initLanguage, setLanguage } from '@/i18n/language'
import { server } from './server'

expect.extend(axeMatchers)
// A long timeout costs nothing when all is well, and keeps tests stable on a busy machine.
configure({ asyncUtilTimeout: 10_000 })

// The tests expect British English, wherever they run.
Object.defineProperty(navigator, 'languages', { get: () => ['en-GB'], configurable: true })
await initLanguage()

beforeAll(() => {
  // An unexpected request is a fault of the page or of the test.
  server.listen({ onUnhandledRequest: 'error' })
  window.scrollTo = vi.fn()
  window.scrollBy = vi.fn()
  Element.prototype.checkVisibility ??= () => true
  Element.prototype.scrollTo = vi.fn()
  Element.prototype.scrollBy = vi.fn()
  Element.prototype.scrollIntoView = vi.fn()
  // jsdom has no layout.
  window.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  // jsdom hides every popover and opens none.
  HTMLElement.prototype.showPopover ??= function showPopover(this: HTMLElement) {
    this.removeAttribute('popover')
  }
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
    this.open = false
    this.dispatchEvent(new Event('close'))
  }
})

afterEach(async () => {
  cleanup()
  server.resetHandlers()
  sessionStorage.clear()
  localStorage.clear()
  delete document.documentElement.dataset.theme
  await setLanguage('system')
})

afterAll(() => server.close())
