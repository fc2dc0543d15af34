/** Messages of the form for a new ticket. */

export const submit = {
  title: 'New ticket',
  intro: 'Say what is wrong. Triage reads along and suggests where it belongs; you decide.',
  fields: {
    title: 'Title',
    titleHint: 'One line that tells it apart from the others',
    description: 'Description',
    descriptionHint: 'What happened, since when, and what it keeps you from doing',
    requester: 'Requester',
    requesterHint: 'Whom to answer. Never shown to a model.',
    optional: 'optional',
    category: 'Category',
    categoryHint: 'Where it belongs',
    priority: 'Priority',
    priorityHint: 'How much it keeps people from their work',
    unset: 'Let triage decide',
  },
  counter: '{count, number} of {limit, number}',
  nearLimit: '{left, plural, one {# character left} other {# characters left}}',
  overLimit: '{over, plural, one {# character too many} other {# characters too many}}',
  send: 'Submit ticket',
  sending: 'Submitting',
  restored: 'Your draft is back.',
  discard: 'Discard it',

  problems: 'The ticket was not submitted',
  required: { title: 'Give the ticket a title.', description: 'Describe what this is about.' },
  tooLong: '{field} may have at most {limit, number} characters.',
  textKept: 'Your text is kept.',
  perhapsFiled:
    'It may have been filed all the same. Submitting it again as it is files no second ticket.',

  doneTitle: 'Ticket #{id} is filed',
  doneText: 'As {category}, priority {priority}.',
  open: 'Open the ticket',
  another: 'File another',
  toQueue: 'Go to the queue',

  similarTitle: 'Is it one of these?',
  similarHint: 'Unfinished tickets with a title much like yours. Your draft stays here.',
  similarFound: '{count, plural, one {# similar ticket} other {# similar tickets}} found',
  shortcut: 'Ctrl+Enter or ⌘+Enter submits too.',
} as const
