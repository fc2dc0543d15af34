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
  asSuggested: 'The labels already match the suggestion.',
  nothingSuggested: 'There is no suggestion for this ticket.',
  lastTicket: 'That was the last ticket in the list.',
  undone: '{count, plural, one {# ticket} other {# tickets}} restored',
  stale:
    '{count, plural, one {# ticket was} other {# tickets were}} changed by someone else in the meantime: you see the current state, and your change was not applied.',
  applyAnyway: 'Apply anyway',
  notUndone:
    '{count, plural, one {# ticket was not restored: someone has changed it since.} other {# tickets were not restored: someone has changed them since.}}',
  missing: '{count, plural, one {# ticket no longer exists.} other {# tickets no longer exist.}}',
  loadFailed: 'Tickets cannot be selected right now.',
  failed: '{count, plural, one {# ticket was} other {# tickets were}} not changed.',
} as const
