import { expect, test } from 'vitest'
import { ticket } from '@/testing/examples'
import {
  anyFilter,
  filtersFromParams,
  labelsMatch,
  paramsFromFilters,
  toggled,
} from './ticket-filters'

const read = (address: string) => filtersFromParams(new URLSearchParams(address))

test('filters survive the way into an address and back', () => {
  const filters = read(
    'status=open&status=in_progress&category=billing&priority=high&search=+a+b%25+',
  )
  expect(filters).toEqual({
    status: ['open', 'in_progress'],
    category: ['billing'],
    priority: ['high'],
    search: 'a b%',
  })
  expect(filtersFromParams(paramsFromFilters(filters))).toEqual(filters)
})

test('labels an address made up are left out', () => {
  expect(read('status=open&status=haunted&priority=9').status).toEqual(['open'])
  expect(anyFilter(read('priority=9'))).toBe(false)
})

test('two addresses that say the same make the same filters', () => {
  expect(read('status=closed&status=open')).toEqual(read('status=open&status=closed'))
})

test('a label switches on and off', () => {
  const on = toggled(read(''), 'category', 'account')
  expect(on.category).toEqual(['account'])
  expect(toggled(on, 'category', 'account').category).toEqual([])
})

test('a ticket fits when each kind of filter has its label', () => {
  const filters = read('status=open&status=closed&category=billing')
  expect(labelsMatch(filters, ticket())).toBe(true)
  expect(labelsMatch(filters, ticket({ status: 'resolved' }))).toBe(false)
  expect(labelsMatch(filters, ticket({ category: 'general' }))).toBe(false)
})
