/** Messages of the queue, in German. */

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

  total: '{count, plural, one {# Ticket} other {# Tickets}}',
  sort: 'Reihenfolge',
  sorts: { newest: 'Neueste zuerst', oldest: 'Älteste zuerst', priority: 'Kritische zuerst' },
  export: { csv: 'CSV-Export', xlsx: 'Excel-Export' },
  exportShort: { csv: 'CSV', xlsx: 'Excel' },
  exportFormats: { csv: 'CSV-Datei', xlsx: 'Excel-Arbeitsmappe' },
  exportTotal: '{count, plural, one {# Ticket} other {# Tickets}} als {format} herunterladen',
  exportFound: 'Alle passenden Tickets als {format} herunterladen',
  newTickets: '{count, plural, one {# neues Ticket} other {# neue Tickets}}',
  newTicketsOver: '{count, number} oder mehr neue Tickets',
  matchBelow: 'weiter unten im Text gefunden',
  limitedTitle: 'Die Suche wurde vorzeitig beendet',
  limited:
    'Alle Tickets zu durchsuchen hätte zu lange gedauert: Weiter hinten kann es noch Treffer geben.',
  limitedEnd:
    'Alle Tickets zu durchsuchen hätte zu lange gedauert: Es kann noch mehr Treffer geben. Versuchen Sie es mit einem längeren Wort oder einem Filter.',
  continueSearch: 'Weitersuchen',
  continuingSearch: 'Suche läuft',

  removeFilter: 'Filter entfernen: {filter}',
  created: {
    on: 'Erstellt am {day}',
    between: 'Erstellt vom {from} bis {to}',
    since: 'Erstellt ab {day}',
    until: 'Erstellt bis {day}',
  },
  linked: {
    source: {
      ollama: 'Vorschlag vom lokalen Modell',
      openai: 'Vorschlag von OpenAI',
      keywords: 'Vorschlag anhand von Schlüsselwörtern',
    },
    outcome: {
      kept: 'Vorschlag übernommen',
      changed: 'Vorschlag geändert',
      unreviewed: 'Vorschlag ungeprüft',
    },
    changed: {
      category: 'Vorgeschlagene Kategorie geändert',
      priority: 'Vorgeschlagene Priorität geändert',
    },
  },

  views: {
    view: 'Ansicht',
    custom: 'Eigene Filter',
    all: 'Alle Tickets',
    critical: 'Unerledigt, kritische zuerst',
    waiting: 'Offen, älteste zuerst',
    own: 'Meine Ansichten',
    edit: 'Ansichten speichern und bearbeiten',
    title: 'Meine Ansichten',
    hint: 'Eine Ansicht speichert Filter, Suche und Reihenfolge, nur in diesem Browser.',
    saveAs: 'Aktuelle Filter speichern als',
    save: 'Speichern',
    saved: 'Ansicht „{name}“ gespeichert',
    renamed: 'Die Ansicht heißt jetzt „{name}“',
    notStored:
      'Die Ansicht gilt nur, bis Sie die Seite verlassen: Der Speicher dieses Browsers ist voll oder abgeschaltet.',
    none: 'Noch keine eigenen Ansichten.',
    newName: 'Neuer Name für „{name}“',
    rename: 'Umbenennen',
    renameView: '„{name}“ umbenennen',
    delete: 'Löschen',
    deleteView: '„{name}“ löschen',
    deleted: 'Ansicht „{name}“ gelöscht',
    nameMissing: 'Geben Sie der Ansicht einen Namen.',
    nameLong: 'Höchstens {most, number} Zeichen.',
    nameTaken: 'Eine andere Ansicht hat diesen Namen.',
    most: 'Es gibt schon {most, number} Ansichten: Löschen Sie zuerst eine.',
  },

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
