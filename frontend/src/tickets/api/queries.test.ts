import { expect, test } from 'vitest'
import { cursorOf } from './queries'

test.each([
  ['http://backend:8000/api/tickets/?cursor=abc%3D&page_size=50', 'abc='],
  ['/api/tickets/?status=open&cursor=x', 'x'],
  ['http://backend/api/tickets/', null],
  [null, null],
])('of %s only the cursor counts: %s', (next, cursor) => {
  expect(cursorOf(next)).toBe(cursor)
})
