/** Runs before each test file: matchers, the stand-in server, and what jsdom does not have. */

import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import * as axeMatchers from 'vitest-axe/matchers'
import { initLanguage, setLanguage } from '@/i18n/language'
import { server } from './server'

expect.extend(axeMatchers)
// Patience costs nothing when all is well, and saves a test on a machine that is busy with something else.
configure({ asyncUtilTimeout: 10_000 })

// What the tests read is British, wherever they run.
Object.defineProperty(navigator, 'languages', { get: () => ['en-GB'], configurable: true })
await initLanguage()

beforeAll(() => {
  // A request that no test foresaw is a fault of the page or of the test, never to be answered by chance.
  server.listen({ onUnhandledRequest: 'error' })
  window.scrollTo = vi.fn()
  window.scrollBy = vi.fn()
  Element.prototype.checkVisibility ??= () => true
  Element.prototype.scrollTo = vi.fn()
  Element.prototype.scrollBy = vi.fn()
  Element.prototype.scrollIntoView = vi.fn()
  // Nothing has a height in jsdom, and nothing changes it.
  window.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  // What is shown in the top layer is shown; jsdom hides every popover and opens none.
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
