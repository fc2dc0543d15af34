/** Renders the whole application at a URL. */

import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { BrowserRouter, useLocation } from 'react-router'
import { createQueryClient } from '@/api/query-client'
import { App } from '@/app/app'
// Lazy in the browser; imported here, so that no test waits for their compilation.
import '@/features/ticket/ticket-pane'
import '@/features/ticket/editing/editor'
import '@/features/submit/similar-tickets'
import '@/features/triage/triage-dialog'

export function renderApp(address: string) {
  const queryClient = createQueryClient()
  const { queries, ...others } = queryClient.getDefaultOptions()
  // The product's settings, but without retries, which would make failures slow.
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
