/** Messages of the queue. */

import type { Outcome, Source, SuggestedField } from '@/api/types'

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

  total: '{count, plural, one {# ticket} other {# tickets}}',
  sort: 'Order',
  sorts: { newest: 'Newest first', oldest: 'Oldest first', priority: 'Critical first' },
  export: { csv: 'Download CSV', xlsx: 'Download Excel' },
  exportShort: { csv: 'CSV', xlsx: 'Excel' },
  exportFormats: { csv: 'a CSV file', xlsx: 'an Excel workbook' },
  exportTotal: 'Download {count, plural, one {# ticket} other {# tickets}} as {format}',
  exportFound: 'Download all matching tickets as {format}',
  newTickets: '{count, plural, one {# new ticket} other {# new tickets}}',
  newTicketsOver: '{count, number} or more new tickets',
  matchBelow: 'found further down in the text',
  limitedTitle: 'The search stopped early',
  limited: 'It took too long to look through every ticket: there may be more matches further back.',
  limitedEnd:
    'It took too long to look through every ticket: there may be more matches. Try a longer word, or fewer tickets by a filter.',
  continueSearch: 'Continue searching',
  continuingSearch: 'Searching',

  removeFilter: 'Remove filter: {filter}',
  created: {
    on: 'Created on {day}',
    between: 'Created {from} to {to}',
    since: 'Created since {day}',
    until: 'Created until {day}',
  },
  linked: {
    source: {
      ollama: 'Suggested by the local model',
      openai: 'Suggested by OpenAI',
      keywords: 'Suggested by keywords',
    } satisfies Record<Source, string>,
    outcome: {
      kept: 'Suggestion accepted',
      changed: 'Suggestion changed',
      unreviewed: 'Suggestion not reviewed',
    } satisfies Record<Outcome, string>,
    changed: {
      category: 'Suggested category changed',
      priority: 'Suggested priority changed',
    } satisfies Record<SuggestedField, string>,
  },

  views: {
    view: 'View',
    custom: 'Custom filters',
    all: 'All tickets',
    critical: 'Unresolved, critical first',
    waiting: 'Open, oldest first',
    own: 'My views',
    edit: 'Save and edit views',
    title: 'My views',
    hint: 'A view stores filters, search and order. It is stored in this browser only.',
    saveAs: 'Save current filters as',
    save: 'Save',
    saved: 'View “{name}” saved',
    renamed: 'View is now called “{name}”',
    notStored:
      'The view lasts only until you close the page: the storage of this browser is full or turned off.',
    none: 'No views of your own yet.',
    newName: 'New name for “{name}”',
    rename: 'Rename',
    renameView: 'Rename “{name}”',
    delete: 'Delete',
    deleteView: 'Delete “{name}”',
    deleted: 'View “{name}” deleted',
    nameMissing: 'Give the view a name.',
    nameLong: 'At most {most, number} characters.',
    nameTaken: 'Another view has this name.',
    most: 'There are {most, number} views already: delete one first.',
  },

  failedTitle: 'The queue could not be loaded',
  refreshFailed: 'The queue could not be refreshed; you see its previous state.',
  noneTitle: 'The queue is empty',
  noneText: 'Nobody has asked for anything yet. The first ticket will appear here.',
  noMatchTitle: 'No ticket matches',
  noMatchText: 'Try fewer words or fewer filters.',

  changed: '{field} set to {value}',
  undo: 'Undo',
  changeFailed: '{field} was not changed.',
  undoFailed: 'Not undone: someone has changed the ticket since.',
} as const
