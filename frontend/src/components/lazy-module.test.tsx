import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
import { probe } from '@/api/reachability'
import { READY, server } from '@/testing/server'
import { laterPart } from './lazy-module'

/** A part that fails to come so many times. */
function comesAfter(failures: number, reload = vi.fn()) {
  let left = failures
  const fetched = vi.fn(async () => {
    left -= 1
    if (left >= 0) throw new TypeError('Failed to fetch dynamically imported module')
    return 'here'
  })
  const usePart = laterPart(fetched, reload)
  function Shows({ wanted = true }: { wanted?: boolean }) {
    const { part, failed, retry } = usePart(wanted)
    return (
      <button type="button" onClick={retry}>
        {failed ? 'failed' : (part ?? 'waiting')}
      </button>
    )
  }
  return { Shows, fetched, reload }
}

const button = (name: string) => screen.findByRole('button', { name })

test('it is fetched when it is wanted, once, and is there at once the next time', async () => {
  const { Shows, fetched } = comesAfter(0)
  const { rerender, unmount } = render(<Shows wanted={false} />)
  expect(fetched).not.toHaveBeenCalled()
  rerender(<Shows />)
  await button('here')
  unmount()
  render(<Shows />)
  expect(screen.getByRole('button')).toHaveTextContent('here')
  expect(fetched).toHaveBeenCalledTimes(1)
})

test('one that failed comes when it is asked for again', async () => {
  const { Shows, reload } = comesAfter(1)
  render(<Shows />)
  await userEvent.click(await button('failed'))
  await button('here')
  expect(reload).not.toHaveBeenCalled()
})

test('one that a working desk has no more begins the page anew', async () => {
  const { Shows, reload } = comesAfter(9)
  render(<Shows />)
  await userEvent.click(await button('failed'))
  await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1))
})

test('while the desk is silent nothing begins anew', async () => {
  server.use(http.get(READY, () => HttpResponse.error()))
  const { Shows, fetched, reload } = comesAfter(9)
  render(<Shows />)
  await userEvent.click(await button('failed'))
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(2))
  await button('failed')
  expect(reload).not.toHaveBeenCalled()
  server.resetHandlers()
  await probe()
})

test('whoever wants it no more, and wants it again, asks again', async () => {
  const { Shows, fetched } = comesAfter(1)
  const { rerender } = render(<Shows />)
  await button('failed')
  rerender(<Shows wanted={false} />)
  await button('waiting')
  rerender(<Shows />)
  await button('here')
  expect(fetched).toHaveBeenCalledTimes(2)
})
