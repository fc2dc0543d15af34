/** Renders the whole application at an address, as a visitor would meet it. */

import { QueryClient } from '@tanstack/react-query'
import { act, render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter, useLocation } from 'react-router'
import { App } from '@/app/app'

export function renderApp(address: string) {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: { retry: false, networkMode: 'always', refetchOnWindowFocus: false },
      mutations: { networkMode: 'always' },
    },
  })
  let here = address
  function Here() {
    const { pathname, search } = useLocation()
    here = pathname + search
    return null
  }
  const rendered = render(
    <MemoryRouter initialEntries={[address]}>
      <Here />
      <App queryClient={queryClient} />
    </MemoryRouter>,
  )
  return {
    ...rendered,
    queryClient,
    user: userEvent.setup(),
    address: () => here,
    settle: () => act(async () => {}),
  }
}

/** A promise to be kept later: for answers that arrive when a test says so. */
export function later<T>() {
  let arrive: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => {
    arrive = resolve
  })
  return { promise, arrive }
}
