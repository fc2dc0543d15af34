/** Tickets by label: a table; its bars are decoration. */

import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { messages } from '@/i18n/messages'
import { formatCount, formatPercent } from './number-format'

type BreakdownRow = { key: string; name: ReactNode; count: number; to: string }
type Props = { caption: string; heading: string; rows: readonly BreakdownRow[] }

export function Breakdown({ caption, heading, rows }: Props) {
  const total = rows.reduce((sum, row) => sum + row.count, 0)
  const most = Math.max(1, ...rows.map((row) => row.count))
  return (
    <table className="breakdown">
      <caption>{caption}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{heading}</th>
          <td />
          <th scope="col">{messages.dashboard.tickets}</th>
          <th scope="col">{messages.dashboard.share}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, count, to }) => (
          <tr key={key}>
            <th scope="row">
              <Link to={to}>{name}</Link>
            </th>
            <td className="bar-cell" aria-hidden="true">
              <svg className={`bar bar-${key}`} aria-hidden="true" focusable="false">
                <rect className="bar-ground" width="100%" height="100%" rx="4" />
                <rect
                  className="bar-fill"
                  width={`${(100 * count) / most}%`}
                  height="100%"
                  rx="4"
                />
              </svg>
            </td>
            <td className="count">{formatCount(count)}</td>
            <td className="share soft">{formatPercent(count, total)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
