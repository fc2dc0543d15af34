/** Quietdesk's logo: a Q whose tail is a desk. The favicon is the same drawing. */

export function Logo() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className="mark-ground" width="32" height="32" rx="8" />
      <circle cx="14" cy="16" r="8" />
      <path d="M14 24h12" />
    </svg>
  )
}
