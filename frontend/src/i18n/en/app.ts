/** Messages of the frame around every page: header, preferences, shortcuts, not found. */

export const app = {
  name: 'Quietdesk',
  home: 'Quietdesk, to the queue',
  pageTitle: '{title} · Quietdesk',
  skip: 'Skip to content',
  nav: 'Main',
  queue: 'Queue',
  dashboard: 'Dashboard',
  newTicket: 'New ticket',
  newTicketShort: 'New',
  loading: 'Loading',
  close: 'Close',
  dismiss: 'Dismiss',
  tryAgain: 'Try again',
  notifications: 'Notifications',
  openDeskLabel: 'No sign-in',
  openDesk: 'No sign-in: everybody who reaches this address can read and change everything.',

  preferences: 'Preferences',
  theme: 'Colour scheme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languages: { system: 'System', en: 'English', de: 'Deutsch' },
  languageFailed: 'The language could not be loaded. Try again in a moment.',

  shortcuts: 'Keyboard shortcuts',
  shortcutsHint: 'They are off while you type in a field.',
  shortcutsSwitch: 'Single-key shortcuts',

  notFoundTitle: 'Page not found',
  notFoundText: 'The address may be mistyped, or the page has moved.',
  toQueue: 'Go to the queue',
  crashedTitle: 'Something went wrong on this page',
  crashedText: 'The fault is ours. What you typed into a new ticket is kept.',
  reload: 'Reload the page',

  chunkFailed: 'This part of the page could not be loaded.',

  justNow: 'just now',

  clockIsWrong:
    'This computer’s clock is wrong by minutes or more. Times such as “3 hr ago” follow the server’s.',
  offlineTitle: 'Quietdesk is not responding.',
  offlineText: 'What you type is kept, and this page keeps trying.',
} as const
