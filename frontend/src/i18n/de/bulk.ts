/** Messages about selecting many tickets and changing them at once, in German. */

export const bulk = {
  select: '{title} auswählen',
  toolbar: 'Ausgewählte Tickets',
  selected: '{count, plural, one {# ausgewählt} other {# ausgewählt}}',
  announced: '{count, plural, one {# Ticket ausgewählt} other {# Tickets ausgewählt}}',
  all: 'Alle {count, number} auswählen',
  clear: 'Auswahl aufheben',
  busy: 'Tickets werden geändert',
  progress: '{done, number} von {all, number} Tickets bisher geändert',
  changed: '{count, plural, one {# Ticket} other {# Tickets}} geändert: {value}',
  accepted: 'Vorschlag übernommen',
  asSuggested: 'Kategorie und Priorität entsprechen bereits dem Vorschlag.',
  nothingSuggested: 'Für dieses Ticket gibt es keinen Vorschlag.',
  lastTicket: 'Das war das letzte Ticket der Liste.',
  undone: '{count, plural, one {# Ticket ist} other {# Tickets sind}} wieder wie vorher',
  stale:
    '{count, plural, one {# Ticket wurde} other {# Tickets wurden}} inzwischen von jemandem geändert: Sie sehen den neuen Stand; Ihre Änderung wurde dort nicht übernommen.',
  applyAnyway: 'Trotzdem ändern',
  notUndone:
    '{count, plural, one {# Ticket wurde nicht zurückgesetzt: Jemand hat es inzwischen geändert.} other {# Tickets wurden nicht zurückgesetzt: Jemand hat sie inzwischen geändert.}}',
  missing:
    '{count, plural, one {# Ticket gibt es nicht mehr.} other {# Tickets gibt es nicht mehr.}}',
  loadFailed: 'Mehrere Tickets lassen sich gerade nicht auswählen.',
  failed: '{count, plural, one {# Ticket wurde} other {# Tickets wurden}} nicht geändert.',
}
