import { expect, test } from 'vitest'
import { ticket } from '@/testing/examples'
import { COMPARATORS } from './order'

const first = ticket({ id: 1, priority: 'low', created_at: '2026-11-20T09:00:00Z' })
const second = ticket({ id: 2, priority: 'critical', created_at: '2026-11-20T09:00:00.000001Z' })
// The same moment as the second, written in another time zone.
const third = ticket({ id: 3, priority: 'low', created_at: '2026-11-20T10:00:00.000001+01:00' })

test.each([
  ['newest', [3, 2, 1]],
  ['oldest', [1, 2, 3]],
  ['priority', [2, 3, 1]],
] as const)('%s first is %s', (sort, ids) => {
  expect([second, third, first].sort(COMPARATORS[sort]).map((it) => it.id)).toEqual(ids)
})
