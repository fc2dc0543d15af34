/** Tells TypeScript about the matcher that setup.ts adds. */

import 'vitest'
import type { AxeMatchers } from 'vitest-axe/matchers'

declare module 'vitest' {
  interface Matchers<T> extends AxeMatchers {
    readonly __axe?: T
  }
}
