/** The entry point. */

import '@/app/styles/index.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { createQueryClient } from '@/api/query-client'
import { App } from '@/app/app'
import { initLanguage } from '@/i18n/language'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')

// The language is loaded before the first render, so that nobody sees another one first.
initLanguage().then(
  () =>
    createRoot(root).render(
      <StrictMode>
        <BrowserRouter>
          <App queryClient={createQueryClient()} />
        </BrowserRouter>
      </StrictMode>,
    ),
  // No language could be loaded: index.html has a notice of its own.
  () => document.getElementById('unreachable')?.removeAttribute('hidden'),
)
