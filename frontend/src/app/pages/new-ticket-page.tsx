/** The page for a new ticket: the form, then the confirmation. */

import { useState } from 'react'
import { Filed } from '@/features/submit/filed'
import { SubmitForm } from '@/features/submit/submit-form'
import type { Ticket } from '@/lib/api-types'
import { usePageTitle } from '@/lib/page-title'
import { words } from '@/lib/words'

export function NewTicketPage() {
  const [filed, setFiled] = useState<Ticket | null>(null)
  usePageTitle(filed ? words.submit.doneTitle(filed.id) : words.submit.title)
  return (
    <div className="page narrow">
      {filed ? (
        <Filed ticket={filed} onAnother={() => setFiled(null)} />
      ) : (
        <>
          <header className="page-head">
            <h1>{words.submit.title}</h1>
            <p className="soft">{words.submit.intro}</p>
          </header>
          <SubmitForm onFiled={setFiled} />
        </>
      )}
    </div>
  )
}
