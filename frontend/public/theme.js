/* Sets the chosen colour scheme before the first paint, so that a dark page never flashes white. */
;(() => {
  try {
    const theme = localStorage.getItem('quietdesk.theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  } catch {
    // Storage may be refused by the browser; the system's scheme is a good answer then.
  }
})()
