/* What comes before the first paint: the chosen colour scheme, the language's file, and a word when a script fails. */
;(() => {
  // Storage may be refused by the browser; the system's scheme and language are good answers then.
  const kept = (name) => {
    try {
      return localStorage.getItem(`quietdesk.${name}`)
    } catch {
      return null
    }
  }

  // A dark page never flashes white, and the browser's own bar has the colour of the header: see src/lib/theme.ts.
  const theme = kept('theme')
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme
    for (const meta of document.querySelectorAll('meta[data-scheme]'))
      meta.media = meta.dataset.scheme === theme ? 'all' : 'not all'
  }

  // The words are needed before anything is shown, and would only be asked for by the program that needs them. The
  // build lists their files, as "en /assets/en-1.js de /assets/de-2.js"; src/i18n/language.ts decides alike.
  const listed = document.querySelector('meta[name="languages"]')?.content.split(' ') ?? []
  const wishes = navigator.languages.map((it) => it.split('-')[0].toLowerCase())
  const language = [kept('language'), ...wishes, 'en'].find((it) => listed.indexOf(it) % 2 === 0)
  if (language) {
    const link = document.createElement('link')
    link.rel = 'modulepreload'
    link.href = listed[listed.indexOf(language) + 1]
    document.head.append(link)
  }

  // Capturing, as such errors do not bubble. Without its program the page would stay empty, without a reason.
  const show = ({ target }) => {
    if (target instanceof HTMLScriptElement)
      document.getElementById('unreachable')?.removeAttribute('hidden')
  }
  addEventListener('error', show, true)
  addEventListener('click', ({ target }) => {
    if (target.closest('#unreachable button')) location.reload()
  })
})()
