/** Where the pages begin. */

import '@/app/styles/index.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { createQueryClient } from '@/api/query-client'
import { App } from '@/app/app'
import { initLanguage } from '@/i18n/language'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')

// Nothing is shown before its words are here, so nobody sees a language that is not theirs.
initLanguage().then(
  () =>
    createRoot(root).render(
      <StrictMode>
        <BrowserRouter>
          <App queryClient={createQueryClient()} />
        </BrowserRouter>
      </StrictMode>,
    ),
  // Not one language: what index.html has to say needs none.
  () => document.getElementById('unreachable')?.removeAttribute('hidden'),
)
