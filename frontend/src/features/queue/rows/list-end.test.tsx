import { render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { messages } from '@/i18n/messages'
import { ListEnd } from './list-end'

const watched = vi.fn()

/** The end of the list is always visible here. */
class Sight {
  constructor(private readonly tell: (entries: { isIntersecting: boolean }[]) => void) {}
  observe = () => {
    watched()
    this.tell([{ isIntersecting: true }])
  }
  disconnect = () => {}
}

afterEach(() => Reflect.deleteProperty(globalThis, 'IntersectionObserver'))

function end(count: number, changes = {}) {
  Object.assign(globalThis, { IntersectionObserver: Sight })
  const onMore = vi.fn()
  const props = { count, more: true, limited: false, loading: false, error: null, onMore }
  render(<ListEnd {...props} {...changes} />)
  return onMore
}

test('the next page loads when the end scrolls into view', () => {
  expect(end(499)).toHaveBeenCalledOnce()
})

test('from five hundred rows on it loads on request', () => {
  const onMore = end(500)
  expect(onMore).not.toHaveBeenCalled()
  screen.getByRole('button', { name: messages.queue.loadMore }).click()
  expect(onMore).toHaveBeenCalledOnce()
})

test.each([{ limited: true }, { loading: true }, { error: new Error('x') }, { more: false }])(
  'with %j it does not load by itself',
  (changes) => {
    expect(end(50, changes)).not.toHaveBeenCalled()
  },
)
