/** Words of one ticket: properties, provenance, history, conflicts. */

const quoted = (value: string | null) => (value === null ? 'nothing' : `“${value}”`)

export const ticket = {
  region: (id: number) => `Ticket #${id}`,
  number: (id: number) => `#${id}`,
  pageTitle: (id: number, title: string) => `#${id} ${title}`,
  loading: 'Loading the ticket',
  back: 'Queue',
  close: 'Close the ticket',
  copyLink: 'Copy link',
  copied: 'Link copied',
  copyFailed: 'The browser did not allow copying. The address bar has the link.',
  missingTitle: 'No such ticket',
  missingText: (id: string) => `There is no ticket ${id}. It may have been erased.`,
  failedTitle: 'The ticket could not be loaded',

  requester: 'Requester',
  noRequester: 'Not given',
  created: 'Created',
  updated: 'Updated',
  description: 'Description',

  provenance: 'Triage',
  suggestedBy: (source: string, model: string | null) =>
    model ? `Suggested by ${source} (${model})` : `Suggested by ${source}`,
  took: (seconds: string) => ` in ${seconds} s`,
  standing: 'kept',
  changedTo: (value: string) => `changed to ${value}`,
  textChanged: 'The text was edited after the suggestion was made.',
  promptVersion: (version: string) => `Prompt version ${version}`,
  nothingSuggested: 'Nothing was suggested for this ticket.',

  history: 'History',
  actors: { web: 'In the browser', import: 'Import', system: 'Quietdesk' },
  admin: (name: string) => `${name}, in the admin`,
  events: {
    created: 'Ticket filed',
    changed: (field: string, old: string, now: string) => `${field} changed from ${old} to ${now}`,
    set: (field: string, now: string) => `${field} set to ${now}`,
    title: (old: string | null, now: string | null) =>
      `Title changed from ${quoted(old)} to ${quoted(now)}`,
    requester: (old: string | null, now: string | null) =>
      `Requester changed from ${quoted(old)} to ${quoted(now)}`,
    description: 'Description edited',
    before: 'Text before',
  },

  conflictTitle: 'Someone else was faster',
  conflictText:
    'This ticket changed while you had it open, so yours was not saved. Which should stand?',
  conflictField: 'Field',
  conflictTheirs: 'Now',
  conflictYours: 'Yours',
  keepTheirs: 'Keep what is there',
  applyMine: 'Save mine',
}
