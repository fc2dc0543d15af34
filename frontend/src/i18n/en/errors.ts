/** Error messages: what went wrong, and what to do next. */

export const errors = {
  unreachable:
    'Quietdesk is not responding. Check that it is running and that you are connected to it.',
  timeout: 'Quietdesk did not respond in time.',
  notFound: 'There is nothing at this address.',
  tooLarge: 'This is more text than one request may contain.',
  tooMany: 'Too many requests at once. Wait a moment, then try again.',
  exportBusy: 'Other exports are running. Wait a moment, then try again.',
  tooManyChanges:
    'The text of this ticket has changed too often within a minute. Wait a minute, then save again.',
  server:
    'Something went wrong on the server. Try again in a moment. If it keeps happening, tell your administrator.',
  refused: 'The request was refused.',

  /** For the API's codes of single fields, see error-message.ts. */
  blank: 'Fill this in.',
  tooLong: 'At most {limit, number} characters.',
  tooManyWords: 'At most {limit, number} words; these are {count, number}.',
  noChoice: '“{value}” is not one of the choices.',
  forbiddenCharacters: 'This contains characters that cannot be stored.',
  lineEnd: 'This must be one line. Remove the line end ({character}).',
  tab: 'This contains a tab ({character}). Replace it with a space.',
  controlCharacter: 'This contains a control character ({character}). Remove it.',
  directionCharacter:
    'This contains an invisible character that turns the direction of text ({character}). Remove it.',
} as const
