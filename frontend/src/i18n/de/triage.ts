/** Messages about suggestions, in German. */

export const triage = {
  states: {
    ready: 'Bereit',
    warming: 'Wird geladen',
    model_missing: 'Modell nicht installiert',
    remote: 'Nicht gefragt: läuft anderswo',
    reasoning_parser: 'Antworten gehen im Reasoning-Parser verloren',
    unreachable: 'Nicht erreichbar',
    paused: 'Nach Fehlern pausiert',
    off: 'Aus',
  },
  sources: {
    ollama: 'Lokales Modell',
    openai: 'OpenAI',
    classifier: 'Bedeutung',
    keywords: 'Schlüsselwörter',
  },
  badge: {
    ready: 'Lokales Modell bereit',
    readyCloud: 'Lokales Modell bereit, Cloud als Ersatz aktiv',
    readyShort: 'Modell bereit',
    warming: 'Lokales Modell wird geladen',
    warmingCloud: 'Lokales Modell wird geladen, Cloud als Ersatz aktiv',
    warmingShort: 'Modell lädt',
    readyNever: 'Lokales Modell bereit, Cloud ausgeschlossen',
    warmingNever: 'Lokales Modell wird geladen, Cloud ausgeschlossen',
    keywordsNever: 'Ohne Modell, Cloud ausgeschlossen',
    keywords: 'Ohne Modell',
    cloudAnswers: 'OpenAI antwortet',
    unknown: 'Einstufung',
  },
  dialogTitle: 'Quellen der Einstufung',
  dialogLocal:
    'Gefragt wird in dieser Reihenfolge; kann eine Quelle nicht antworten, folgt die nächste. Kein Text verlässt dieses Netz.',
  dialogCloud:
    'Gefragt wird in dieser Reihenfolge; kann eine Quelle nicht antworten, folgt die nächste. Text geht nur an OpenAI, wenn das lokale Modell abgeschaltet, nicht erreichbar oder nicht installiert ist oder ablehnt, und nie bei einem Ticket, das im Haus bleibt.',
  dialogNever:
    'Gefragt wird in dieser Reihenfolge; kann eine Quelle nicht antworten, folgt die nächste. Kein Text verlässt dieses Netz: CLOUD=never schließt OpenAI aus, was auch sonst eingestellt ist.',
  never: 'Ausgeschlossen',
  statusFailed: 'Der Status der Einstufung ist gerade nicht verfügbar.',

  byModel: 'Vorschlag des lokalen Modells',
  byCloud: 'Vorschlag von OpenAI',
  byMeaning: 'Vorschlag nach Bedeutung',
  byKeywords: 'Vorschlag anhand von Schlüsselwörtern',
  byKeywordsFor: 'Nach Schlüsselwörtern: {reasons}',
  sure: '{confidence, number, ::percent} sicher',
  unsure: 'Nicht sicher: Ohne Ihre Wahl wird es als {value} eingestuft.',
  matches: 'Wie vorgeschlagen',
  use: 'Vorschlag übernehmen: {value}',

  waiting: 'Vorschläge erscheinen beim Schreiben.',
  asking: 'Ihr Text wird gelesen …',
  askingFor: 'Ihr Text wird gelesen … {seconds, number} s',
  renewing: 'Der neue Text wird gelesen …',
  took: 'Antwort nach {seconds, number, ::.0} s',
  redacted: 'Vor dem Versand geschwärzt: {kinds}.',
  redactedKinds: {
    email: '{count, plural, one {# E-Mail-Adresse} other {# E-Mail-Adressen}}',
    phone: '{count, plural, one {# Telefonnummer} other {# Telefonnummern}}',
    ip: '{count, plural, one {# IP-Adresse} other {# IP-Adressen}}',
    card: '{count, plural, one {# Kartennummer} other {# Kartennummern}}',
    iban: '{count, plural, one {# Kontonummer} other {# Kontonummern}}',
    id: '{count, plural, one {# Ausweis- oder Versicherungsnummer} other {# Ausweis- oder Versicherungsnummern}}',
    number: '{count, plural, one {# andere Nummer} other {# andere Nummern}}',
    secret: '{count, plural, one {# Schlüssel oder Passwort} other {# Schlüssel oder Passwörter}}',
  },
  redactedOther: '{count, number} × {kind}',
  failed: 'Gerade kein Vorschlag. Wählen Sie selbst, oder senden Sie das Ticket so ab.',
  retry: 'Erneut fragen',
  warming:
    'Das lokale Modell wird geladen. Bis dahin helfen Schlüsselwörter, dann wird es erneut gefragt.',
  busy: 'Das lokale Modell ist ausgelastet. Bis dahin helfen Schlüsselwörter, dann wird es erneut gefragt.',
  arrived: 'Vorschlag: {category}, Priorität {priority}.',

  cloudNotice:
    'Kann das lokale Modell nicht antworten, verlässt dieser Text unter Umständen Ihr Netz und geht an OpenAI. E-Mail-Adressen, Schlüssel und lange Nummern werden geschwärzt. Namen, Orte und alles andere Geschriebene bleiben stehen.',
  keep: 'Im Haus behalten',
  kept: 'Dieser Text bleibt hier. Nur das lokale Modell und die Schlüsselwortsuche lesen ihn.',
}
