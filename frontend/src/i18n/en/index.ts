/** The English catalogue; every other language has the same keys and arguments. */

import { app } from './app'
import { bulk } from './bulk'
import { commands } from './commands'
import { dashboard } from './dashboard'
import { errors } from './errors'
import { labels } from './labels'
import { queue } from './queue'
import { submit } from './submit'
import { ticket } from './ticket'
import { triage } from './triage'

export const catalogue = {
  app,
  bulk,
  commands,
  dashboard,
  errors,
  labels,
  queue,
  submit,
  ticket,
  triage,
}
