/** Words of the dashboard, in German. */

export const dashboard = {
  title: 'Übersicht',
  loading: 'Zahlen werden geladen',
  failedTitle: 'Die Zahlen konnten nicht geladen werden',
  refreshFailed: 'Die Zahlen konnten nicht aktualisiert werden; Sie sehen den vorherigen Stand.',
  total: 'Tickets insgesamt',
  open: 'Offen',
  average: 'Neu pro Tag',
  averageHint: 'im Durchschnitt seit dem ersten Ticket',
  openHint: '{percent} aller Tickets',
  totalHint: 'alle Tickets, die je gestellt wurden',
  byPriority: 'Nach Priorität',
  byCategory: 'Nach Kategorie',
  priority: 'Priorität',
  category: 'Kategorie',
  tickets: 'Tickets',
  share: 'Anteil',
  noneTitle: 'Noch keine Zahlen',
  noneText: 'Sie beginnen mit dem ersten Ticket.',
}
