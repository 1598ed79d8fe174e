import type { AssessSettings } from './assessment/assess.ts';
import type { Dataset } from './examples/dataset.ts';
import { WorkflowError } from '../errors.ts';
import {
  constraintProblems,
  unsupportedConstraintProblems,
  unknownName,
  valueProblems,
  type RegisteredNames,
} from '../administration/scoring-settings/constraint-problems.ts';
import { featuresNamed, namesOf } from '../administration/scoring-settings/named-features.ts';
import {
  pointerTo,
  SettingsInvalidError,
  type SettingsProblem,
} from '../administration/scoring-settings/settings-error.ts';

/**
 * Holds settings against a table before anything is learned: whatever could only be passed over in silence is refused.
 * @throws SettingsInvalid, WorkflowError `no_dates`
 */
export function requireTableSettings(dataset: Dataset, settings: AssessSettings): void {
  const { schema, leftOut, times } = dataset;
  const unread = new Map(leftOut.map(({ field, reason }) => [field, reason]));
  const names = new Set([...schema.features.flatMap(namesOf), ...unread.keys()]);
  const known: RegisteredNames = { owner: 'table', features: schema.features, names, unread };
  const { wishes: { value } = {} } = settings;
  const problems = [
    ...unsupportedConstraintProblems(settings),
    ...(value ? valueProblems(value.deal, value.call) : []),
    ...constraintProblems(settings, known),
    ...allowProblems(settings.allow ?? [], known),
  ];
  if (problems.length > 0) throw new SettingsInvalidError(problems);
  if (settings.backtest && !times) {
    throw new WorkflowError('no_dates', 'A backtest needs dates: give --created COLUMN, or leave --backtest out.');
  }
}

/** Only what is suspect can be let in; what is left out before any search cannot. */
const allowProblems = (allow: readonly string[], known: RegisteredNames): readonly SettingsProblem[] =>
  allow.flatMap((name, place) => {
    const pointer = pointerTo('allow', place);
    if (!known.names.has(name)) return [{ pointer, detail: unknownName(name, known) }];
    if (featuresNamed(known.features, name).length > 0) return [];
    const detail = `${name} cannot be allowed. ${known.unread?.get(name)?.english} Only suspect fields can be allowed: remove it from the list.`;
    return [{ pointer, detail }];
  });
