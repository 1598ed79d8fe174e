/** One thing that is wrong with the settings. */
export interface SettingsProblem {
  /** JSON pointer into the document, such as `/monotone/Industry`. */
  readonly pointer: string;
  /** What is wrong and what to do, in one or two sentences. */
  readonly detail: string;
}

/**
 * Escapes names for a JSON pointer.
 * @source RFC 6901 section 3
 * @example
 * pointerTo('apart', 0); // '/apart/0'
 */
export const pointerTo = (...path: readonly (string | number)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
