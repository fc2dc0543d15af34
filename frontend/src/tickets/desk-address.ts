/** The desk's address as the browser has it now, for every address that is made from it. */

type DeskAddress = { pathname: string; search: string }

/**
 * Null while another page than the desk is shown.
 *
 * `useLocation` gives the address that was rendered last. The router renders a new one in a transition, so on a busy
 * machine the rendered address is behind, and an address made from it would undo what was chosen in between.
 */
export function deskAddress(): DeskAddress | null {
  const { pathname, search } = window.location
  return pathname === '/' || pathname.startsWith('/tickets/') ? { pathname, search } : null
}

/** Its filters, to be kept while tickets open and close beside the list; '' while another page is shown. */
export const deskSearch = (): string => deskAddress()?.search ?? ''
