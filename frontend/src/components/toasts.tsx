/** Toasts: short messages in a polite live region, with one action at most. */

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
} from 'react'
import { useLanguageKey } from '@/i18n/language'
import { messages } from '@/i18n/messages'
import { Icon } from './icons'

/** A function is called again when the language changes: for messages with an action. */
type Text = string | (() => string)

export type Toast = {
  /** A new toast replaces the one with the same key. */
  key: string
  text: Text
  tone?: 'bad'
  action?: { label: Text; run: () => void }
}

type Toasts = { show: (toast: Toast) => void }

const DURATION_MS = 8_000
const ToastContext = createContext<Toasts>({ show: () => {} })

export function useToast(): Toasts {
  return useContext(ToastContext)
}

/** Stands above what is remounted when the language changes, so that no toast is lost. */
export function ToastProvider({ children }: { children: ReactNode }) {
  useLanguageKey()
  const [shown, setShown] = useState<(Toast & { count: number })[]>([])
  const show = useCallback((toast: Toast) => {
    setShown((before) => {
      const count = (before.at(-1)?.count ?? 0) + 1
      return [...before.filter((it) => it.key !== toast.key), { ...toast, count }].slice(-3)
    })
  }, [])
  const dismiss = useCallback((count: number) => {
    setShown((before) => before.filter((it) => it.count !== count))
  }, [])
  const toasts = useMemo(() => ({ show }), [show])
  return (
    <ToastContext value={toasts}>
      {children}
      {/* A live region must exist before its first message, or the message is not read out. */}
      <section className="toasts" role="status" aria-label={messages.app.notifications}>
        {shown.map((toast) => (
          <ToastLine key={toast.count} toast={toast} onDismiss={() => dismiss(toast.count)} />
        ))}
      </section>
    </ToastContext>
  )
}

function ToastLine({ toast, onDismiss }: { toast: Toast; onDismiss: () => void }) {
  const hold = useAutoDismiss(onDismiss)
  const { action } = toast
  return (
    <div className={toast.tone === 'bad' ? 'toast bad' : 'toast'} {...hold}>
      <p>{resolve(toast.text)}</p>
      {action && (
        <button
          type="button"
          className="button small"
          onClick={() => {
            onDismiss()
            action.run()
          }}
        >
          {resolve(action.label)}
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={messages.app.dismiss}
        onClick={onDismiss}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}

function resolve(text: Text): string {
  return typeof text === 'string' ? text : text()
}

/** The timer restarts after a toast was hovered or focused, so that nobody has to hurry. */
function useAutoDismiss(onExpire: () => void) {
  const [held, setHeld] = useState(false)
  const expire = useEffectEvent(onExpire)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => expire(), DURATION_MS)
    return () => clearTimeout(timer)
  }, [held])
  return {
    onMouseEnter: () => setHeld(true),
    onMouseLeave: () => setHeld(false),
    onFocus: () => setHeld(true),
    onBlur: () => setHeld(false),
  }
}
