/** Lists the language files in index.html, so that public/first.js can preload one. */

import type { Plugin } from 'vite'

const CATALOGUE = /\/src\/i18n\/([a-z]{2})\/index\.ts$/

export function listedLanguages(): Plugin {
  return {
    name: 'listed-languages',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const files = Object.values(bundle ?? {}).flatMap((it) => {
          const language = it.type === 'chunk' && it.facadeModuleId?.match(CATALOGUE)?.[1]
          return language ? [`${language} /${it.fileName}`] : []
        })
        if (files.length === 0) throw new Error('The build has no file of a language.')
        const attrs = { name: 'languages', content: files.sort().join(' ') }
        // Before the script that reads it.
        return [{ tag: 'meta', attrs, injectTo: 'head-prepend' }]
      },
    },
  }
}
