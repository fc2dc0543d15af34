import { expect, test } from 'vitest'
import { page, ticket } from '@/testing/examples'
import { diffList, type ShownList } from './diff-list'

/** A ticket created so many minutes after nine. */
const at = (minute: number, changes = {}) =>
  ticket({
    id: minute,
    created_at: new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString(),
    ...changes,
  })
const ids = (tickets: readonly { id: number }[]) => tickets.map((it) => it.id)
const newest: ShownList = { rows: [at(9), at(8), at(7)], sort: 'newest', more: true }

test('a ticket before or between the rows has arrived', () => {
  const fresh = { page: page([at(11), at(9), at(8.5)], 'c'), sort: 'newest', after: null } as const
  expect(ids(diffList(newest, [fresh]).arrived)).toEqual([11, 8.5])
})

test('a ticket beyond the last row is left to the next page, unless there is none', () => {
  const fresh = { page: page([at(9), at(8), at(7), at(3)]), sort: 'newest', after: null } as const
  expect(diffList(newest, [fresh]).arrived).toEqual([])
  expect(ids(diffList({ ...newest, more: false }, [fresh]).arrived)).toEqual([3])
})

test('sorted by priority, a new ticket of low priority is left to its page', () => {
  const rows = [at(5, { priority: 'critical' }), at(4, { priority: 'high' })]
  const page_ = page([at(12, { priority: 'low' }), at(11, { priority: 'critical' })], 'c')
  const fresh = { page: page_, sort: 'newest', after: null } as const
  expect(ids(diffList({ rows, sort: 'priority', more: true }, [fresh]).arrived)).toEqual([11])
})

test('a row has changed when its version is newer, not when it is older', () => {
  const rows = [at(9, { version: 3 }), at(8, { version: 3 }), at(7, { version: 3 })]
  const read = [at(9, { version: 4 }), at(8, { version: 3 }), at(7, { version: 2 })]
  const fresh = { page: page(read, 'c'), sort: 'newest', after: null } as const
  expect(ids(diffList({ ...newest, rows }, [fresh]).changed)).toEqual([9])
})

test('a row is missing when the pages that were read would contain it', () => {
  const first = { page: page([at(10), at(9), at(8)], 'c'), sort: 'newest', after: null } as const
  expect(diffList(newest, [first]).missing).toEqual([])
  const without = { page: page([at(10), at(9), at(6)], 'c'), sort: 'newest', after: null } as const
  expect(diffList(newest, [without]).missing).toEqual([8, 7])
})

test('of a later page, only rows within its range can be missing', () => {
  const fresh = { page: page([at(7)], 'c'), sort: 'newest', after: at(9) } as const
  expect(diffList(newest, [fresh]).missing).toEqual([8])
})

test('an incomplete search proves nothing about what it did not find', () => {
  const given = { ...page([at(9)]), search_limited: true }
  expect(diffList(newest, [{ page: given, sort: 'newest', after: null }]).missing).toEqual([])
})

test('in an empty list every ticket has arrived', () => {
  const fresh = { page: page([at(1)]), sort: 'newest', after: null } as const
  expect(ids(diffList({ rows: [], sort: 'oldest', more: false }, [fresh]).arrived)).toEqual([1])
})
