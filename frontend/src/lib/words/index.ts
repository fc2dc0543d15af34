/** Every word of the interface. A second language is a second object of this shape. */

import { app } from './app'
import { dashboard } from './dashboard'
import { errors } from './errors'
import { labels } from './labels'
import { queue } from './queue'
import { submit } from './submit'
import { ticket } from './ticket'
import { triage } from './triage'

/** How dates and numbers are written. */
export const LOCALE = 'en-GB'

export const words = { app, dashboard, errors, labels, queue, submit, ticket, triage }
