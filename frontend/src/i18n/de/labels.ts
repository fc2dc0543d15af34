/** Labels of categories, priorities, statuses and triage sources, in German. */

export const labels = {
  category: {
    billing: 'Abrechnung',
    technical: 'Technik',
    account: 'Konto',
    general: 'Allgemein',
  },
  priority: {
    low: 'Niedrig',
    medium: 'Mittel',
    high: 'Hoch',
    critical: 'Kritisch',
  },
  status: {
    open: 'Offen',
    in_progress: 'In Arbeit',
    resolved: 'Gelöst',
    closed: 'Geschlossen',
  },
  source: {
    ollama: 'vom lokalen Modell',
    openai: 'von OpenAI',
    classifier: 'nach Bedeutung',
    keywords: 'anhand von Schlüsselwörtern',
  },
  field: {
    title: 'Titel',
    description: 'Beschreibung',
    requester: 'Anfragende Person',
    category: 'Kategorie',
    priority: 'Priorität',
    status: 'Status',
  },
}
