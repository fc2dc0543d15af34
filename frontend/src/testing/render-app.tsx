/** Renders the whole application at an address, as a visitor would meet it. */

import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { BrowserRouter, useLocation } from 'react-router'
import { createQueryClient } from '@/api/query-client'
import { App } from '@/app/app'
// A browser fetches these when they are wanted; here they are, so that no test waits for a compiler.
import '@/features/ticket/ticket-pane'
import '@/features/ticket/editing/editor'

export function renderApp(address: string) {
  const queryClient = createQueryClient()
  const { queries, ...others } = queryClient.getDefaultOptions()
  // The product's own settings, but for the second try, which would make each failure a slow one.
  queryClient.setDefaultOptions({ ...others, queries: { ...queries, retry: false } })
  window.history.replaceState(null, '', address)
  let here = address
  function Here() {
    const { pathname, search } = useLocation()
    here = pathname + search
    return null
  }
  const rendered = render(
    <BrowserRouter>
      <Here />
      <App queryClient={queryClient} />
    </BrowserRouter>,
  )
  return {
    ...rendered,
    user: userEvent.setup(),
    address: () => here,
  }
}

/** A promise that a test resolves: for answers that arrive when the test says so. */
export function deferred<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((accept) => {
    resolve = accept
  })
  return { promise, resolve: (value: T) => resolve(value) }
}
