/** The English catalogue: the one whose names and arguments every other language follows. */

import { app } from './app'
import { dashboard } from './dashboard'
import { errors } from './errors'
import { labels } from './labels'
import { queue } from './queue'
import { submit } from './submit'
import { ticket } from './ticket'
import { triage } from './triage'

export const catalogue = { app, dashboard, errors, labels, queue, submit, ticket, triage }
