/** A native select in the desk's dress: an optional shape in front, a chevron behind. */

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
