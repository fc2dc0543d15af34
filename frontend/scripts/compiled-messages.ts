/** Compiles the ICU messages at build time, so that browsers need no parser. */

import compile from 'icu-minify/compile'
import { type Plugin, transformWithOxc } from 'vite'

/** A file of one language, such as src/i18n/de/queue.ts: plain nested objects of messages. */
const CATALOGUE = /\/src\/i18n\/[a-z]{2}\/(?!index\.)[a-z-]+\.ts$/

type Messages = string | { readonly [name: string]: Messages }

export function compiledMessages(): Plugin {
  return {
    name: 'compiled-messages',
    enforce: 'pre',
    async transform(source, id) {
      if (!CATALOGUE.test(id)) return null
      const { code } = await transformWithOxc(source, id, { sourcemap: false })
      const areas: Record<string, Messages> = await import(
        `data:text/javascript,${encodeURIComponent(code)}`
      )
      const lines = Object.entries(areas).map(
        ([area, messages]) => `export const ${area} = ${JSON.stringify(compiled(messages, area))}`,
      )
      return { code: lines.join('\n'), map: null }
    },
  }
}

function compiled(messages: Messages, path: string): unknown {
  if (typeof messages === 'string') {
    try {
      return compile(messages)
    } catch (error) {
      throw new Error(`The message ${path} is not ICU: ${messages}`, { cause: error })
    }
  }
  const entries = Object.entries(messages)
  return Object.fromEntries(entries.map(([name, it]) => [name, compiled(it, `${path}.${name}`)]))
}
