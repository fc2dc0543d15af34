import { expect, test } from 'vitest'
import { ticket } from '@/testing/examples'
import {
  clearFilters,
  filtersFromParams,
  hasFilters,
  hasOnlyLabelFilters,
  matchesLabels,
  paramsFromFilters,
  toggleLabel,
} from './filters'

const read = (address: string) => filtersFromParams(new URLSearchParams(address))

test('filters survive the round trip through a URL', () => {
  const address =
    'status=open&status=in_progress&category=billing&priority=high&source=keywords&outcome=changed&changed=priority&created_from=2026-11-01&created_to=2026-11-07&search=+a+b%25+&sort=priority'
  const filters = read(address)
  expect(filters).toEqual({
    status: ['open', 'in_progress'],
    category: ['billing'],
    priority: ['high'],
    source: ['keywords'],
    outcome: ['changed'],
    changed: ['priority'],
    created_from: '2026-11-01',
    created_to: '2026-11-07',
    search: 'a b%',
    sort: 'priority',
  })
  expect(paramsFromFilters(filters).toString()).toBe(address.replace('+a+b%25+', 'a+b%25'))
})

test.each([
  'created_from=2026-02-30',
  'created_from=yesterday',
  'created_to=20260101',
  'sort=loudest',
  'outcome=lost',
])('what %s means nobody knows, so it is left out', (address) => {
  expect(paramsFromFilters(read(address)).toString()).toBe('')
})

test('a range that ends before it begins has no end', () => {
  const { created_from, created_to } = read('created_from=2026-11-07&created_to=2026-11-01')
  expect([created_from, created_to]).toEqual(['2026-11-07', ''])
})

test('clearing the filters keeps the sort order', () => {
  expect(hasFilters(read('sort=oldest'))).toBe(false)
  expect(clearFilters(read('sort=oldest&status=open&search=x&source=openai'))).toEqual(
    read('sort=oldest'),
  )
})

test('only label filters can be counted', () => {
  expect(hasOnlyLabelFilters(read('status=open&category=billing&sort=oldest'))).toBe(true)
  for (const other of ['search=x', 'source=openai', 'created_to=2026-01-01']) {
    expect(hasOnlyLabelFilters(read(`status=open&${other}`))).toBe(false)
  }
})

test('unknown labels in a URL are dropped', () => {
  expect(read('status=open&status=haunted&priority=9').status).toEqual(['open'])
  expect(hasFilters(read('priority=9'))).toBe(false)
})

test('equivalent URLs give equal filters', () => {
  expect(read('status=closed&status=open')).toEqual(read('status=open&status=closed'))
})

test('a label is toggled', () => {
  const on = toggleLabel(read(''), 'category', 'account')
  expect(on.category).toEqual(['account'])
  expect(toggleLabel(on, 'category', 'account').category).toEqual([])
})

test('a ticket matches when each filter has its label', () => {
  const filters = read('status=open&status=closed&category=billing')
  expect(matchesLabels(filters, ticket())).toBe(true)
  expect(matchesLabels(filters, ticket({ status: 'resolved' }))).toBe(false)
  expect(matchesLabels(filters, ticket({ category: 'general' }))).toBe(false)
})
