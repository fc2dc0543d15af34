/** A styled native select, with an optional icon before its text. */

import type { ComponentProps, ReactNode } from 'react'
import { Icon } from './icons'

type Props = ComponentProps<'select'> & { shape?: ReactNode; tone?: string }

export function Select({ shape, tone, children, ...select }: Props) {
  const classes = ['choice', shape ? 'with-shape' : '', tone ? `tone-${tone}` : '']
  return (
    <span className={classes.filter(Boolean).join(' ')}>
      {shape}
      <select {...select}>{children}</select>
      <Icon name="chevron" />
    </span>
  )
}
