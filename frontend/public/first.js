/* Runs before the first paint: sets the colour scheme, preloads the language, shows a notice when a script fails. */
;(() => {
  // The browser may refuse storage; the system's scheme and language are used then.
  const kept = (name) => {
    try {
      return localStorage.getItem(`quietdesk.${name}`)
    } catch {
      return null
    }
  }

  // Now, so that a dark page never flashes white; later changes: src/lib/theme.ts.
  const theme = kept('theme')
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme
    for (const meta of document.querySelectorAll('meta[data-scheme]'))
      meta.media = meta.dataset.scheme === theme ? 'all' : 'not all'
  }

  // The first render needs the language, which the scripts would request late. The build lists the files, as
  // "en /assets/en-1.js de /assets/de-2.js"; src/i18n/language.ts chooses in the same way.
  const listed = document.querySelector('meta[name="languages"]')?.content.split(' ') ?? []
  const wishes = navigator.languages.map((it) => it.split('-')[0].toLowerCase())
  const language = [kept('language'), ...wishes, 'en'].find((it) => listed.indexOf(it) % 2 === 0)
  if (language) {
    const link = document.createElement('link')
    link.rel = 'modulepreload'
    link.href = listed[listed.indexOf(language) + 1]
    document.head.append(link)
  }

  // Capturing, as such errors do not bubble. Without the script the page would stay empty.
  const show = ({ target }) => {
    if (target instanceof HTMLScriptElement)
      document.getElementById('unreachable')?.removeAttribute('hidden')
  }
  addEventListener('error', show, true)
  addEventListener('click', ({ target }) => {
    if (target.closest('#unreachable button')) location.reload()
  })
})()
