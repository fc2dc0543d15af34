/** A link that downloads the list in one format. */

import type { MouseEvent } from 'react'
import { requireExport } from '@/api/export'
import { Icon } from '@/components/icons'
import { useToast } from '@/components/toasts'
import { errorMessage } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'

export type ExportFormat = 'csv' | 'xlsx'

type Props = {
  format: ExportFormat
  href: string
  /** Null where the server cannot count. */
  total: number | null
}

export function ExportLink({ format, href, total }: Props) {
  const toasts = useToast()
  const t = messages.queue
  const name = t.exportFormats[format]

  async function download(event: MouseEvent<HTMLAnchorElement>) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    try {
      await requireExport(href)
    } catch (error) {
      toasts.show({ key: 'export', text: () => errorMessage(error), tone: 'bad' })
      return
    }
    const link = document.createElement('a')
    link.href = href
    link.download = ''
    link.click()
  }

  return (
    <a
      className="button small quiet export"
      href={href}
      download
      title={
        total === null
          ? t.exportFound({ format: name })
          : t.exportTotal({ count: total, format: name })
      }
      onClick={download}
    >
      <Icon name="download" />
      <span className="export-name">{t.export[format]}</span>
      <span className="export-format" aria-hidden="true">
        {t.exportShort[format]}
      </span>
    </a>
  )
}
