/** Messages of the form for a new ticket. */

export const submit = {
  title: 'New ticket',
  intro:
    'Describe your request. As you type, Quietdesk suggests a category and a priority; you decide.',
  fields: {
    title: 'Title',
    titleHint: 'A summary in one line',
    description: 'Description',
    descriptionHint: 'What happened, since when, and what it keeps you from doing',
    requester: 'Requester',
    requesterHint: 'Who should get the reply. Never shown to a model.',
    optional: 'optional',
    category: 'Category',
    categoryHint: 'What it is about',
    priority: 'Priority',
    priorityHint: 'How much it keeps people from their work',
    unset: 'Set automatically',
  },
  counter: '{count, number} of {limit, number}',
  nearLimit: '{left, plural, one {# character left} other {# characters left}}',
  overLimit: '{over, plural, one {# character too many} other {# characters too many}}',
  send: 'Submit ticket',
  sending: 'Submitting',
  restored: 'Your draft is back.',
  discard: 'Discard',

  notSubmitted: 'The ticket was not submitted',
  required: { title: 'Give the ticket a title.', description: 'Describe what this is about.' },
  tooLong: '{field} may have at most {limit, number} characters.',
  textKept: 'Your text is kept.',
  maybeCreated:
    'It may have been created nevertheless. Submitting it again unchanged creates no second ticket.',

  createdTitle: 'Ticket #{id} created',
  createdText: 'Category {category}, priority {priority}.',
  open: 'Open the ticket',
  another: 'Create another ticket',
  toQueue: 'Go to the queue',

  similarTitle: 'Is it one of these?',
  similarHint: 'Unresolved tickets with a similar title. Your draft stays here.',
  similarFound: '{count, plural, one {# similar ticket} other {# similar tickets}} found',
  shortcut: 'Ctrl+Enter or ⌘+Enter submits too.',
} as const
