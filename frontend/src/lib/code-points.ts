/** Lengths in code points, as the database counts them: an emoji is one. */

export function codePointLength(text: string): number {
  return [...text].length
}

/** The first `count` code points. */
export function firstCodePoints(text: string, count: number): string {
  return [...text].slice(0, count).join('')
}
