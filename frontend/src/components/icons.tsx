/** The line icons: decoration beside text, hidden from assistive technology. */

const PATHS = {
  plus: 'M8 3v10M3 8h10',
  command: 'M2.5 4.5l3 3-3 3M7.5 11.5h6',
  search: 'M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10Zm3.6-1.4L14 14',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  link: 'M6.5 9.5l3-3M7 4.5l1.2-1.2a3 3 0 0 1 4.3 4.2L11.3 8.8M9 11.5l-1.2 1.2a3 3 0 0 1-4.3-4.2l1.2-1.3',
  chevron: 'M4.5 6.5 8 10l3.5-3.5',
  sliders: 'M2 5h6M12 5h2M2 11h2M8 11h6M10 3v4M6 9v4',
  alert: 'M8 2 14.5 13.5h-13zM8 6.5v3M8 11.5h0',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  cloud: 'M5 12.5a3 3 0 0 1-.4-6 4 4 0 0 1 7.6 1.1 2.5 2.5 0 0 1-.7 4.9z',
  spark: 'M8 2l1.4 4.6L14 8l-4.6 1.4L8 14l-1.4-4.6L2 8l4.6-1.4z',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6L13 6M13 2.5V6H9.5',
  bookmark: 'M4.5 2.5h7v11L8 10.8l-3.5 2.7z',
  download: 'M8 2.5v7.5M4.5 7 8 10.5 11.5 7M3 13.5h10',
  up: 'M4 9.5 8 5.5l4 4',
  down: 'M4 6.5l4 4 4-4',
  pencil: 'M3 13l.6-2.9 7-7 2.3 2.3-7 7zM9.2 4.5l2.3 2.3',
  check: 'M3 8.5 6.5 12 13 4.5',
} as const

/** Icons that are mirrored in right-to-left text. */
const MIRRORED: ReadonlySet<string> = new Set<keyof typeof PATHS>(['back'])

export type IconName = keyof typeof PATHS

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className={MIRRORED.has(name) ? 'icon along' : 'icon'}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
