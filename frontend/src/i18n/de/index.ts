/** The German catalogue. */

import type { catalogue as english } from '../en/index'
import type { Translation } from '../message-format'
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

export const catalogue: Translation<typeof english> = {
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
