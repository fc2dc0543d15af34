/** Words of the dashboard. */

export const dashboard = {
  title: 'Dashboard',
  loading: 'Loading the figures',
  failedTitle: 'The figures could not be loaded',
  refreshFailed: 'The figures could not be refreshed; these are from before.',
  total: 'Tickets in all',
  open: 'Open',
  average: 'New per day',
  averageHint: 'on average, since the first ticket',
  openHint: '{percent} of all tickets',
  totalHint: 'every ticket ever filed',
  byPriority: 'By priority',
  byCategory: 'By category',
  priority: 'Priority',
  category: 'Category',
  tickets: 'Tickets',
  share: 'Share',
  noneTitle: 'No figures yet',
  noneText: 'They begin with the first ticket.',
} as const
