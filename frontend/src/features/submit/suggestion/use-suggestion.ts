/** Connects the suggester to the form. */

import { useEffect, useState } from 'react'
import { api, unwrap } from '@/api/client'
import type { ClassifyRequest } from '@/api/types'
import { chosenLanguage } from '@/i18n/language'
import { Suggester } from './suggester'
import { useRetryWhenReady } from './use-retry-when-ready'

/** `wanted`: whether a better suggestion would be of use, as a field has no choice yet. */
export function useSuggestion(request: ClassifyRequest, enabled: boolean) {
  const [suggester] = useState(() => new Suggester(classify))
  const state = suggester.store.useValue()
  useEffect(suggester.start, [])
  // Cheap on every render: the suggester ignores a text that it has.
  useEffect(() => suggester.update(request))
  useRetryWhenReady(state.suggestion, enabled && state.current, suggester.repeat)
  return { ...state, flush: suggester.flush, retry: suggester.retry }
}

function classify(request: ClassifyRequest, signal: AbortSignal) {
  const language = chosenLanguage()
  // Else the browser's own stands, which names languages that the pages do not have.
  const params = language ? { header: { 'Accept-Language': language } } : {}
  return unwrap(api.POST('/api/tickets/classify/', { body: request, params, signal }))
}
