/** Finds web and email addresses in plain text, to link them. */

/** `at`: its offset. Without `href` it is plain text. */
export type Piece = { at: number; text: string; href?: string }

/** Ends at whitespace, quotation marks, and invisible or bidi control characters. */
const URL_PATTERN = String.raw`(?<![\p{L}\p{N}])https?:\/\/[^\s<>"“”„«»\p{Cc}\p{Cf}]+`
/** Every repetition is bounded, so that matching takes linear time. */
const EMAIL_PATTERN = String.raw`(?<![\w.+%-])([\w.+%-]{1,64})@((?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24})(?![\p{L}\p{N}-])`
const ADDRESS = new RegExp(`${URL_PATTERN}|${EMAIL_PATTERN}`, 'giu')

/** Longer URLs are not linked. */
const MAX_LENGTH = 2_048
/** Trailing punctuation belongs to the sentence, not to the URL. */
const TRAILING = /[.,;:!?'’‘*_…)\]}]/
const OPENED: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

export function linkify(text: string): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const found of text.matchAll(ADDRESS)) {
    const [whole, local, domain] = found
    const shown = domain === undefined ? trimPunctuation(whole) : whole
    const href = domain === undefined ? webHref(shown) : mailHref(local ?? '', domain)
    if (href === null) continue
    if (found.index > done) pieces.push({ at: done, text: text.slice(done, found.index) })
    pieces.push({ at: found.index, text: shown, href })
    done = found.index + shown.length
  }
  if (done < text.length) pieces.push({ at: done, text: text.slice(done) })
  return pieces
}

/** "(see https://a.example/b_(c))." ends after the bracket that the address itself opened. */
function trimPunctuation(found: string): string {
  let end = found.length
  while (end > 0 && TRAILING.test(found[end - 1] ?? '')) end -= 1
  const open: Record<string, number> = { '(': 0, '[': 0, '{': 0 }
  const count = (character: string) => {
    if (character in open) open[character] = (open[character] ?? 0) + 1
    const opening = OPENED[character]
    if (opening) open[opening] = (open[opening] ?? 0) - 1
  }
  for (const character of found.slice(0, end)) count(character)
  for (let at = end; at < found.length; at += 1) {
    const character = found[at] ?? ''
    const opening = OPENED[character]
    if (opening && (open[opening] ?? 0) > 0) end = at + 1
    count(character)
  }
  return found.slice(0, end)
}

/** Null for invalid URLs, and for those with user names, which disguise the host. */
function webHref(text: string): string | null {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return null
  const { protocol, username, password, href } = new URL(text)
  const web = protocol === 'http:' || protocol === 'https:'
  return web && !username && !password ? href : null
}

function mailHref(local: string, domain: string): string {
  return `mailto:${encodeURIComponent(local)}@${domain}`
}
