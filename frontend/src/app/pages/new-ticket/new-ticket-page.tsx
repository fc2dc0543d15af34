/** The page for a new ticket: the form, then the confirmation. */

import { useState } from 'react'
import { useLocation } from 'react-router'
import type { Ticket } from '@/api/types'
import { usePageTitle } from '@/components/page-title'
import { Confirmation } from '@/features/submit/submission/confirmation'
import { SubmitForm } from '@/features/submit/submit-form'
import { messages } from '@/i18n/messages'

export function NewTicketPage() {
  const { key } = useLocation()
  const [last, setLast] = useState<{ ticket: Ticket; visit: string } | null>(null)
  // A new visit, by the header's button for instance, shows the form again.
  const created = last?.visit === key ? last.ticket : null
  usePageTitle(created ? messages.submit.createdTitle({ id: created.id }) : messages.submit.title)
  return (
    <div className="page narrow">
      {created ? (
        <Confirmation ticket={created} onAnother={() => setLast(null)} />
      ) : (
        <>
          <header className="page-head">
            <h1>{messages.submit.title}</h1>
            <p className="soft">{messages.submit.intro}</p>
          </header>
          <SubmitForm onCreated={(ticket) => setLast({ ticket, visit: key })} />
        </>
      )}
    </div>
  )
}
