import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
import { probe } from '@/api/reachability'
import { READY, server } from '@/testing/server'
import { lazyModule } from './lazy-module'

/** A part that fails to come so many times. */
function loadsAfter(failures: number, reload = vi.fn()) {
  let left = failures
  const load = vi.fn(async () => {
    left -= 1
    if (left >= 0) throw new TypeError('Failed to fetch dynamically imported module')
    return 'here'
  })
  const useModule = lazyModule(load, reload)
  function Shown({ enabled = true }: { enabled?: boolean }) {
    const { module, failed, retry } = useModule(enabled)
    return (
      <button type="button" onClick={retry}>
        {failed ? 'failed' : (module ?? 'waiting')}
      </button>
    )
  }
  return { Shown, load, reload }
}

const button = (name: string) => screen.findByRole('button', { name })

test('it is loaded once, when it is wanted, and rendered at once the next time', async () => {
  const { Shown, load } = loadsAfter(0)
  const { rerender, unmount } = render(<Shown enabled={false} />)
  expect(load).not.toHaveBeenCalled()
  rerender(<Shown />)
  await button('here')
  unmount()
  render(<Shown />)
  expect(screen.getByRole('button')).toHaveTextContent('here')
  expect(load).toHaveBeenCalledTimes(1)
})

test('a failed load can be retried', async () => {
  const { Shown, reload } = loadsAfter(1)
  render(<Shown />)
  await userEvent.click(await button('failed'))
  await button('here')
  expect(reload).not.toHaveBeenCalled()
})

test('a file that a ready server no longer has reloads the page', async () => {
  const { Shown, reload } = loadsAfter(9)
  render(<Shown />)
  await userEvent.click(await button('failed'))
  await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1))
})

test('while the server is unreachable the page is not reloaded', async () => {
  server.use(http.get(READY, () => HttpResponse.error()))
  const { Shown, load, reload } = loadsAfter(9)
  render(<Shown />)
  await userEvent.click(await button('failed'))
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2))
  await button('failed')
  expect(reload).not.toHaveBeenCalled()
  server.resetHandlers()
  await probe()
})

test('wanting it again after a failure loads it again', async () => {
  const { Shown, load } = loadsAfter(1)
  const { rerender } = render(<Shown />)
  await button('failed')
  rerender(<Shown enabled={false} />)
  await button('waiting')
  rerender(<Shown />)
  await button('here')
  expect(load).toHaveBeenCalledTimes(2)
})
