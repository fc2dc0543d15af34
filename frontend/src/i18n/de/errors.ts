/** Error messages, in German. */

export const errors = {
  unreachable:
    'Quietdesk antwortet nicht. Prüfen Sie, ob der Dienst läuft und ob Sie mit ihm verbunden sind.',
  timeout: 'Quietdesk hat nicht rechtzeitig geantwortet.',
  notFound: 'Unter dieser Adresse gibt es nichts.',
  tooLarge: 'Das ist mehr Text, als in einer Anfrage angenommen wird.',
  tooMany:
    'Zu viele Anfragen auf einmal. Bitte warten Sie einen Moment und versuchen Sie es erneut.',
  exportBusy:
    'Es laufen schon andere Exporte. Bitte warten Sie einen Moment und versuchen Sie es erneut.',
  tooManyChanges:
    'Der Text dieses Tickets wurde innerhalb einer Minute zu oft geändert. Warten Sie eine Minute und speichern Sie dann erneut.',
  server:
    'Bei Quietdesk ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal; bleibt es so, sagen Sie bitte der Person Bescheid, die Quietdesk betreut.',
  refused: 'Die Anfrage wurde abgelehnt.',

  blank: 'Bitte füllen Sie dieses Feld aus.',
  tooLong: 'Höchstens {limit, number} Zeichen.',
  tooManyWords: 'Höchstens {limit, number} Wörter; das sind {count, number}.',
  noChoice: '„{value}“ steht nicht zur Auswahl.',
  forbiddenCharacters: 'Das enthält Zeichen, die nicht gespeichert werden können.',
  lineEnd: 'Das muss eine einzige Zeile sein. Entfernen Sie den Zeilenumbruch ({character}).',
  tab: 'Das enthält einen Tabulator ({character}). Ersetzen Sie ihn durch ein Leerzeichen.',
  controlCharacter: 'Das enthält ein Steuerzeichen ({character}). Bitte entfernen Sie es.',
  directionCharacter:
    'Das enthält ein unsichtbares Zeichen, das die Schreibrichtung umkehrt ({character}). Bitte entfernen Sie es.',
}
