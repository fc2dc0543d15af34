/** Limits of the API's requests; lengths in code points. Written by scripts/api-types.mjs: do not edit. */

export const LIMITS = {
  BulkRequest: {
    changes: { minItems: 1, maxItems: 100 },
  },
  ClassifyRequest: {
    description: { minLength: 1, maxLength: 50000 },
    title: { maxLength: 200 },
  },
  NoteCreateRequest: {
    text: { minLength: 1, maxLength: 10000 },
    author: { maxLength: 100 },
  },
  PatchedTicketChangeRequest: {
    title: { minLength: 1, maxLength: 200 },
    description: { minLength: 1, maxLength: 50000 },
  },
  TicketCreateRequest: {
    title: { minLength: 1, maxLength: 200 },
    description: { minLength: 1, maxLength: 50000 },
    requester: { maxLength: 254 },
  },
  TicketsListQuery: {
    search: { maxLength: 200, maxWords: 10 },
  },
  TitleRequest: {
    title: { minLength: 8, maxLength: 200 },
  },
} as const
