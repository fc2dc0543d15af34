/** Short names for the API's types, taken from the generated schema. */

import type { components, paths } from './schema'

type Schemas = components['schemas']
type ListQuery = NonNullable<paths['/api/tickets/']['get']['parameters']['query']>

export type Category = Schemas['Category']
export type Priority = Schemas['Priority']
export type Status = Schemas['Status']

export type Ticket = Schemas['Ticket']
export type TicketDetail = Schemas['TicketDetail']
export type TicketEvent = Schemas['Event']
/** When a text was redacted, and by whom. */
export type Redacted = Schemas['Redacted']
export type TicketRow = Schemas['TicketRow']
export type Note = Schemas['Note']
export type NewNote = Schemas['NoteCreateRequest']
export type TicketPage = Schemas['PaginatedTicketList']
export type Sort = NonNullable<ListQuery['sort']>
export type NewTicket = Schemas['TicketCreateRequest']
export type TicketChanges = Schemas['PatchedTicketChangeRequest']
export type StaleTicket = Schemas['Stale']
export type BulkResult = Schemas['Result']
export type Counts = Schemas['Counts']
export type Stats = Schemas['Stats']
export type Insights = Schemas['Insights']
export type SourceQuality = Schemas['SourceQuality']
export type Share = Schemas['Share']

export type ClassifyRequest = Schemas['ClassifyRequest']
export type Suggestion = Schemas['Suggestion']
export type Source = Schemas['Source']
/** What became of a suggestion. */
export type Outcome = NonNullable<ListQuery['outcome']>[number]
/** A label that a suggestion names. */
export type SuggestedField = NonNullable<ListQuery['changed']>[number]
export type TriageStatus = Schemas['TriageStatus']
export type SourceState = Schemas['StateEnum']
/** Where the classifier reads a text. */
export type Place = Schemas['PlaceEnum']
export type CloudState = Schemas['CloudEnum']
