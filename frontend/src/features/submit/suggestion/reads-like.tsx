/** What a text reads like, by the classifier, and where it was compared. */

import type { Place, Suggestion } from '@/api/types'
import { BidiText } from '@/components/bidi-text'
import { isolate } from '@/i18n/bidi'
import { messages } from '@/i18n/messages'
import { cutAtWord } from './cut-at-word'

/** Two of them fill two lines on a wide screen, four on a telephone. */
const EXAMPLE_LENGTH = 48
/** Characters twice as wide. */
const WIDE = /[\u3040-\u9fff\uac00-\ud7af]/

type Props = { suggestion: Suggestion; place: Place }

export function ReadsLike({ suggestion, place }: Props) {
  const t = messages.triage
  return (
    <p className="reads-like soft">
      <BidiText text={readsLike(suggestion.reasons)} /> {t.compared({ place: t.places[place] })}
    </p>
  )
}

/** The examples are tickets of any language, so each is isolated. */
function readsLike(reasons: readonly string[]): string {
  const t = messages.triage
  const [example, other] = reasons.map((it) => isolate(cutAtWord(it, lengthFor(it))))
  if (example === undefined) return ''
  return other === undefined ? t.readsLike({ example }) : t.readsLikeTwo({ example, other })
}

function lengthFor(example: string): number {
  return WIDE.test(example) ? EXAMPLE_LENGTH / 2 : EXAMPLE_LENGTH
}
