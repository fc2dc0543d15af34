/** Words of the queue. */

export const queue = {
  title: 'Queue',
  search: 'Search tickets',
  searchHint: 'Every word must occur in title or description',
  clear: 'Clear filters',
  clearShort: 'Clear',
  list: 'Tickets',
  loading: 'Loading tickets',
  count:
    '{more, select, true {First {count, plural, one {# ticket} other {# tickets}}} other {{count, plural, one {# ticket} other {# tickets}}}}',
  statusOf: 'Status of {title}',
  loadMore: 'Load more',
  loadingMore: 'Loading more',
  moreFailed: 'The next tickets could not be loaded.',
  end: 'That is everything.',
  noLongerMatches: 'no longer matches the filter',

  failedTitle: 'The queue could not be loaded',
  refreshFailed: 'The queue could not be refreshed; this is how it stood before.',
  noneTitle: 'The queue is empty',
  noneText: 'Nobody has asked for anything yet. The first ticket will appear here.',
  noMatchTitle: 'No ticket matches',
  noMatchText: 'Try fewer words or fewer filters.',

  changed: '{field} set to {value}',
  undo: 'Undo',
  changeFailed: '{field} was not changed.',
  undoFailed: 'It was not undone: someone has changed the ticket since.',
} as const
