import { WorkflowError } from '../../errors.ts';

/** One thing that is wrong with the settings. */
export interface SettingsProblem {
  /** JSON pointer into the document, such as `/monotonicConstraints/Industry`. */
  readonly pointer: string;
  /** A sentence with the remedy. */
  readonly detail: string;
}

/** Settings that cannot stand, with everything that speaks against them. */
export class SettingsInvalidError extends WorkflowError {
  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[]) {
    super('settings_invalid', problems.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('\n'), {
      problems: problems.length,
    });
    this.problems = problems;
  }
}

/** Escapes a name for a JSON pointer. @source RFC 6901 section 3 */
export const pointerTo = (...path: readonly (string | number)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
