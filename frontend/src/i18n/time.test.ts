import { expect, test } from 'vitest'
import { timeAgo } from './time'

const NOW = Date.parse('2026-11-21T12:00:00Z')

test.each([
  ['2026-11-21T11:59:30Z', null],
  ['2026-11-21T12:00:30Z', null],
  ['2026-11-21T11:55:00Z', '5 min ago'],
  ['2026-11-21T09:10:00Z', '2 hr ago'],
  ['2026-11-20T11:00:00Z', 'yesterday'],
  ['2026-11-17T11:00:00Z', '4 days ago'],
  ['2025-10-01T11:00:00Z', 'last yr'],
])('%s reads as %s', (iso, text) => {
  expect(timeAgo(iso, NOW)).toBe(text)
})
