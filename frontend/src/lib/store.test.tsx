import { act, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { createStore } from './store'

function setUp(connect?: () => () => void) {
  let value = { count: 0, name: 'a' }
  const store = createStore(() => value, connect)
  const rendered = vi.fn()
  function Count() {
    return store.useValue().count
  }
  function Name() {
    rendered()
    return store.useSelected((it) => it.name)
  }
  const change = (next: Partial<typeof value>) => {
    value = { ...value, ...next }
    act(store.notify)
  }
  return { Count, Name, change, rendered }
}

test('a component renders the value, and renders it again when it has changed', () => {
  const { Count, change } = setUp()
  render(<Count />)
  change({ count: 7 })
  expect(screen.getByText('7')).toBeVisible()
})

test('a component that selects a part renders again only when that part has changed', () => {
  const { Name, change, rendered } = setUp()
  render(<Name />)
  change({ count: 7 })
  expect(rendered).toHaveBeenCalledTimes(1)
  change({ name: 'b' })
  expect(screen.getByText('b')).toBeVisible()
})

test('it connects with the first component and disconnects with the last', () => {
  const disconnect = vi.fn()
  const connect = vi.fn(() => disconnect)
  const { Count, Name } = setUp(connect)
  const first = render(<Count />)
  const second = render(<Name />)
  first.unmount()
  expect(connect).toHaveBeenCalledTimes(1)
  expect(disconnect).not.toHaveBeenCalled()
  second.unmount()
  expect(disconnect).toHaveBeenCalledTimes(1)
})
