/** The suggester in the form: fed with its text, watched for its answer. */

import { useEffect, useState } from 'react'
import { answer, api } from '@/api/client'
import type { Question } from '@/api/types'
import { Suggester } from './suggester'
import { useAskAgain } from './use-retry-when-ready'

/** `wanted`: whether a better suggestion would still be of use, that is, whether a field is untouched. */
export function useSuggestion(question: Question, wanted: boolean) {
  const [suggester] = useState(() => new Suggester(classify))
  const state = suggester.store.useValue()
  useEffect(suggester.start, [])
  // Cheap on every render: the suggester knows the text it has already seen.
  useEffect(() => suggester.write(question))
  useAskAgain(state.suggestion, wanted && state.current, suggester.repeat)
  return { ...state, settle: suggester.settle, retry: suggester.retry }
}

function classify(question: Question, signal: AbortSignal) {
  return answer(api.POST('/api/tickets/classify/', { body: question, signal }))
}
