/** Words of one ticket: properties, provenance, history, conflicts. */

export const ticket = {
  region: 'Ticket #{id}',
  number: '#{id}',
  pageTitle: '#{id} {title}',
  loading: 'Loading the ticket',
  back: 'Queue',
  close: 'Close the ticket',
  copyLink: 'Copy link',
  copied: 'Link copied',
  copyFailed: 'The browser did not allow copying. The address bar has the link.',
  missingTitle: 'No such ticket',
  missingText: 'There is no ticket {id}. It may have been erased.',
  failedTitle: 'The ticket could not be loaded',

  requester: 'Requester',
  noRequester: 'Not given',
  created: 'Created',
  updated: 'Updated',
  description: 'Description',

  provenance: 'Triage',
  /** `source` is one of labels.source: "by keywords". */
  suggestedBy: 'Suggested {source}',
  suggestedByModel: 'Suggested {source} ({model})',
  took: 'in {seconds, number, ::.0} s',
  standing: 'kept',
  changedTo: 'changed to {value}',
  textChanged: 'The text was edited after the suggestion was made.',
  promptVersion: 'Prompt version {version}',
  nothingSuggested: 'Nothing was suggested for this ticket.',

  history: 'History',
  actors: { web: 'In the browser', import: 'Import', system: 'Quietdesk' },
  admin: '{name}, in the admin',
  /** How a title or a requester is told in the history, and the absence of one. */
  quoted: '“{value}”',
  nothing: 'nothing',
  events: {
    created: 'Ticket filed',
    changed: '{field} changed from {old} to {now}',
    set: '{field} set to {now}',
    title: 'Title changed from {old} to {now}',
    requester: 'Requester changed from {old} to {now}',
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
} as const
