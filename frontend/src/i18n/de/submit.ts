/** Messages of the form for a new ticket, in German. */

export const submit = {
  title: 'Neues Ticket',
  intro:
    'Beschreiben Sie Ihr Anliegen. Während Sie schreiben, schlägt Quietdesk Kategorie und Priorität vor; Sie entscheiden.',
  fields: {
    title: 'Titel',
    titleHint: 'Zusammenfassung in einer Zeile',
    description: 'Beschreibung',
    descriptionHint: 'Was ist passiert, seit wann, und woran hindert es Sie?',
    requester: 'Anfragende Person',
    requesterHint: 'Wer die Antwort erhalten soll. Wird keinem Modell gezeigt.',
    optional: 'optional',
    category: 'Kategorie',
    categoryHint: 'Worum es geht',
    priority: 'Priorität',
    priorityHint: 'Wie sehr es die Arbeit behindert',
    unset: 'Automatisch einstufen',
  },
  counter: '{count, number} von {limit, number}',
  nearLimit: '{left, plural, one {Noch # Zeichen} other {Noch # Zeichen}}',
  overLimit: '{over, plural, one {# Zeichen zu viel} other {# Zeichen zu viel}}',
  send: 'Ticket absenden',
  sending: 'Wird gesendet',
  restored: 'Ihr Entwurf ist wieder da.',
  discard: 'Verwerfen',

  notSubmitted: 'Das Ticket wurde nicht gesendet',
  required: {
    title: 'Geben Sie dem Ticket einen Titel.',
    description: 'Beschreiben Sie, worum es geht.',
  },
  tooLong: '{field}: höchstens {limit, number} Zeichen.',
  textKept: 'Ihr Text bleibt erhalten.',
  maybeCreated:
    'Vielleicht ist es trotzdem angekommen. Wenn Sie es unverändert noch einmal senden, entsteht kein zweites Ticket.',

  createdTitle: 'Ticket #{id} erstellt',
  createdText: 'Kategorie {category}, Priorität {priority}.',
  open: 'Ticket öffnen',
  another: 'Weiteres Ticket erstellen',
  toQueue: 'Zur Ticketliste',

  similarTitle: 'Ist Ihr Anliegen schon dabei?',
  similarHint: 'Unerledigte Tickets mit ähnlichem Titel. Ihr Entwurf bleibt hier erhalten.',
  similarFound: '{count, plural, one {# ähnliches Ticket} other {# ähnliche Tickets}} gefunden',
  shortcut: 'Auch Strg+Enter oder ⌘+Enter sendet das Ticket ab.',
}
