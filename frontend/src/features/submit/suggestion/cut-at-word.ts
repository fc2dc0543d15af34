/** Cuts a text at the end of a word, in any language. */

const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' })
const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The text on one line; a longer one than `length` UTF-16 units ends with an ellipsis, after a word where one fits. */
export function cutAtWord(text: string, length: number): string {
  const line = text.trim().replace(/\s+/g, ' ')
  if (line.length <= length) return line
  const words = fitting(WORDS, line, length).trim()
  // An address or a number may be longer than all the rest.
  const cut = words.length * 2 >= length ? words : fitting(CHARACTERS, line, length)
  return `${cut}…`
}

/** As many whole segments from the start as fit beside an ellipsis. */
function fitting(segmenter: Intl.Segmenter, text: string, length: number): string {
  let end = 0
  for (const { index, segment } of segmenter.segment(text)) {
    if (index + segment.length >= length) break
    end = index + segment.length
  }
  return text.slice(0, end)
}
