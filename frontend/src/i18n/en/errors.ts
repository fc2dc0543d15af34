/** Error messages: what went wrong, and what to do next. */

export const errors = {
  unreachable:
    'The desk does not answer. Check that it is running and that you are connected to it.',
  timeout: 'The desk did not answer in time.',
  notFound: 'There is nothing at this address.',
  tooLarge: 'This is more text than the desk accepts in one request.',
  tooMany: 'Too many requests at once. Wait a moment, then try again.',
  server:
    'Something went wrong on the desk’s side. Try again in a moment; if it stays like this, tell whoever runs the desk.',
  refused: 'The desk refused the request.',
  fields: 'Some of it needs another look.',

  /** For the API's codes of single fields, see error-message.ts. */
  blank: 'Fill this in.',
  tooLong: 'At most {limit, number} characters.',
  tooManyWords: 'At most {limit, number} words; these are {count, number}.',
  noChoice: '“{value}” is not one of the choices.',
  forbiddenCharacters: 'This has characters that cannot be stored.',
} as const
