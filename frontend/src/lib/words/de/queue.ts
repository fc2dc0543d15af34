/** Words of the queue, in German. */

export const queue = {
  title: 'Tickets',
  search: 'Tickets durchsuchen',
  searchHint: 'Jedes Wort muss in Titel oder Beschreibung vorkommen',
  clear: 'Filter zurücksetzen',
  clearShort: 'Zurücksetzen',
  list: 'Tickets',
  loading: 'Tickets werden geladen',
  count:
    '{more, select, true {{count, plural, one {Erstes Ticket} other {Die ersten # Tickets}}} other {{count, plural, one {# Ticket} other {# Tickets}}}}',
  statusOf: 'Status von {title}',
  loadMore: 'Weitere laden',
  loadingMore: 'Weitere werden geladen',
  moreFailed: 'Die nächsten Tickets konnten nicht geladen werden.',
  end: 'Das sind alle Tickets.',
  noLongerMatches: 'passt nicht mehr zum Filter',

  failedTitle: 'Die Tickets konnten nicht geladen werden',
  refreshFailed: 'Die Liste konnte nicht aktualisiert werden; Sie sehen den vorherigen Stand.',
  noneTitle: 'Noch keine Tickets',
  noneText: 'Bisher hat niemand ein Anliegen gemeldet. Das erste Ticket erscheint hier.',
  noMatchTitle: 'Keine passenden Tickets',
  noMatchText: 'Versuchen Sie es mit weniger Wörtern oder weniger Filtern.',

  changed: '{field} geändert: {value}',

  undo: 'Rückgängig',
  changeFailed: '{field} wurde nicht geändert.',
  undoFailed: 'Nicht rückgängig gemacht: Das Ticket wurde inzwischen von jemandem geändert.',
}
