/** A button that opens a menu: arrows move, Enter selects, Escape and losing the focus close it. */

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Icon } from './icons'

export type MenuOption = { value: string; label: string; shape?: ReactNode }

type Props = {
  label: string
  options: readonly MenuOption[]
  disabled?: boolean
  onSelect: (value: string) => void
}

export function MenuButton({ label, options, disabled = false, onSelect }: Props) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const close = () => {
    button.current?.focus()
    setOpen(false)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only observes that the focus leaves
    <span
      className="menu-button"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <button
        ref={button}
        type="button"
        className="button small"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-disabled={disabled || undefined}
        onClick={() => setOpen(!open && !disabled)}
        onKeyDown={(event) => {
          if (!isArrow(event.key) || disabled) return
          event.preventDefault()
          setOpen(true)
        }}
      >
        {label}
        <Icon name="chevron" />
      </button>
      {open && (
        <Menu id={id} label={label} button={button.current} onClose={close}>
          {options.map(({ value, label: text, shape }) => (
            <button
              key={value}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className="menu-item"
              onClick={() => {
                close()
                onSelect(value)
              }}
            >
              {shape}
              {text}
            </button>
          ))}
        </Menu>
      )}
    </span>
  )
}

type MenuProps = {
  id: string
  label: string
  button: HTMLElement | null
  onClose: () => void
  children: ReactNode
}

function Menu({ id, label, button, onClose, children }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // In the top layer no scrolling box clips it.
    menu.current?.showPopover?.()
    position(menu.current, button)
    itemsOf(menu.current)[0]?.focus({ preventScroll: true })
    return disableRows()
  }, [button])

  const onKeyDown = (event: KeyboardEvent) => {
    const items = itemsOf(menu.current)
    const current = items.indexOf(document.activeElement as HTMLElement)
    const to = nextIndex(event.key, current, items.length)
    // The focus returns to the button first, so that Tab moves on from there.
    if (event.key === 'Tab') return onClose()
    if (event.key === 'Escape') onClose()
    else if (to !== null) items[to]?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={menu}
      id={id}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      popover="manual"
      className="menu-popover menu"
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  )
}

function nextIndex(key: string, current: number, count: number): number | null {
  if (key === 'ArrowDown') return (current + 1) % count
  if (key === 'ArrowUp') return (current - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return null
}

/** Above the button where there is room, else below it, and within the window. */
function position(menu: HTMLElement | null, button: HTMLElement | null): void {
  if (!menu || !button) return
  const [from, own] = [button.getBoundingClientRect(), menu.getBoundingClientRect()]
  const above = from.top - own.height - 4
  const maxLeft = window.innerWidth - own.width - 8
  menu.style.top = `${above >= 8 ? above : from.bottom + 4}px`
  menu.style.left = `${Math.max(8, Math.min(from.left, maxLeft))}px`
}

/** A click outside an open menu only closes it, and does not activate the row below. */
function disableRows(): () => void {
  const rows = [...document.querySelectorAll<HTMLElement>('.rows')]
  for (const it of rows) it.inert = true
  return () => {
    for (const it of rows) it.inert = false
  }
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
}

function isArrow(key: string): boolean {
  return key === 'ArrowDown' || key === 'ArrowUp'
}
