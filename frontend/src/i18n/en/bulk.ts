/** Messages about selecting many tickets and changing them at once. */

export const bulk = {
  select: 'Select {title}',
  toolbar: 'Selected tickets',
  selected: '{count, plural, one {# selected} other {# selected}}',
  announced: '{count, plural, one {# ticket selected} other {# tickets selected}}',
  all: 'Select all {count, number}',
  clear: 'Clear selection',
  busy: 'Changing tickets',
  progress: '{done, number} of {all, number} tickets changed so far',
  changed: '{count, plural, one {# ticket} other {# tickets}} set to {value}',
  accepted: 'Suggestion accepted',
  asSuggested: 'The labels are as suggested already.',
  nothingSuggested: 'Nothing was suggested for this ticket.',
  lastTicket: 'That was the last ticket of the list.',
  undone: '{count, plural, one {# ticket is} other {# tickets are}} as before',
  stale:
    '{count, plural, one {# ticket was} other {# tickets were}} changed by someone else meanwhile: shown as now, not changed by you.',
  applyAnyway: 'Apply anyway',
  notUndone:
    '{count, plural, one {# ticket was not undone: someone has changed it since.} other {# tickets were not undone: someone has changed them since.}}',
  missing: '{count, plural, one {# ticket no longer exists.} other {# tickets no longer exist.}}',
  loadFailed: 'Several tickets cannot be selected just now.',
  failed: '{count, plural, one {# ticket was} other {# tickets were}} not changed.',
} as const
