/** Messages of the frame around every page, in German. */

export const app = {
  name: 'Quietdesk',
  home: 'Quietdesk, zur Ticketliste',
  pageTitle: '{title} · Quietdesk',
  skip: 'Zum Inhalt springen',
  nav: 'Hauptnavigation',
  queue: 'Tickets',
  dashboard: 'Übersicht',
  newTicket: 'Neues Ticket',
  newTicketShort: 'Neu',
  loading: 'Wird geladen',
  close: 'Schließen',
  dismiss: 'Ausblenden',
  tryAgain: 'Erneut versuchen',
  notifications: 'Benachrichtigungen',
  openDeskLabel: 'Keine Anmeldung',
  openDesk: 'Keine Anmeldung: Wer diese Adresse erreicht, kann alles lesen und ändern.',

  preferences: 'Einstellungen',
  theme: 'Farbschema',
  themes: { system: 'System', light: 'Hell', dark: 'Dunkel' },
  language: 'Sprache',
  languages: { system: 'System', en: 'English', de: 'Deutsch' },
  languageFailed:
    'Die Sprache konnte nicht geladen werden. Bitte versuchen Sie es gleich noch einmal.',

  shortcuts: 'Tastenkürzel',
  shortcutsHint: 'In Eingabefeldern sind sie ausgeschaltet.',
  shortcutsSwitch: 'Kürzel mit einer einzelnen Taste',

  notFoundTitle: 'Seite nicht gefunden',
  notFoundText: 'Vielleicht ist die Adresse falsch geschrieben, oder die Seite ist umgezogen.',
  toQueue: 'Zur Ticketliste',
  crashedTitle: 'Auf dieser Seite ist ein Fehler aufgetreten',
  crashedText: 'Das liegt an uns. Was Sie in ein neues Ticket geschrieben haben, bleibt erhalten.',
  reload: 'Seite neu laden',

  chunkFailed: 'Dieser Teil der Seite konnte nicht geladen werden.',

  justNow: 'gerade eben',

  clockIsWrong:
    'Die Uhr dieses Computers geht um Minuten oder mehr falsch. Angaben wie „vor 3 Std.“ folgen der Uhr des Servers.',
  offlineTitle: 'Quietdesk antwortet gerade nicht.',
  offlineText: 'Was Sie schreiben, bleibt erhalten; diese Seite versucht es weiter.',
}
