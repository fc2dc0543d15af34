import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { PRIORITIES, STATUSES } from '../labels'
import { PriorityIcon } from './priority-icon'
import { StatusIcon } from './status-icon'

/** The drawing without the class names by which a stylesheet colours it. */
const drawn = (shape: ReactNode) => render(shape).container.querySelector('svg')?.innerHTML

test('each priority and each status has its own shape, also without colours', () => {
  const priorities = PRIORITIES.map((it) => drawn(<PriorityIcon priority={it} />))
  const statuses = STATUSES.map((it) => drawn(<StatusIcon status={it} />))
  expect(new Set(priorities).size).toBe(PRIORITIES.length)
  expect(new Set(statuses).size).toBe(STATUSES.length)
})
