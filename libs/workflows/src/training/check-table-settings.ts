import {
  constraintProblems,
  unknownName,
  unsupportedConstraintProblems,
  valueProblems,
  type RegisteredNames,
} from '../administration/scoring-settings/constraint-problems.ts';
import { featuresNamed, namesOf } from '../administration/scoring-settings/named-features.ts';
import { pointerTo, type SettingsProblem } from '../administration/scoring-settings/settings-problem.ts';
import { WorkflowError } from '../errors.ts';
import type { AssessSettings } from './assessment/assess-settings.ts';
import type { Dataset } from './examples/dataset.ts';

/**
 * Rejects settings that a training on this table would have to ignore.
 * @throws WorkflowError `settings_invalid`, `creation_times_missing`
 */
export function requireTableSettings(dataset: Dataset, settings: AssessSettings): void {
  const { schema, leftOut, times } = dataset;
  const unread = new Map(leftOut.map(({ field, reason }) => [field, reason]));
  const names = new Set([...schema.features.flatMap(namesOf), ...unread.keys()]);
  const columns = new Set(dataset.rawColumns([]).map(({ field }) => field));
  const registered: RegisteredNames = { owner: 'table', features: schema.features, names, unread };
  const { thresholdOptions: { value } = {} } = settings;
  const problems = [
    ...unsupportedConstraintProblems(settings),
    ...(value ? valueProblems(value.deal, value.call) : []),
    ...constraintProblems(settings, registered),
    ...allowProblems(settings.allow ?? [], registered),
    ...(settings.groupFields ?? []).flatMap((name, index) =>
      columns.has(name) ? [] : [{ pointer: pointerTo('groupFields', index), detail: unknownName(name, registered) }],
    ),
  ];
  if (problems.length > 0) throw new WorkflowError('settings_invalid', { problems });
  if (settings.backtest && !times) throw new WorkflowError('creation_times_missing', { use: 'A backtest' });
}

/** Only suspect columns can be allowed, not those that are left out before the search for leakage. */
const allowProblems = (allow: readonly string[], registered: RegisteredNames): readonly SettingsProblem[] =>
  allow.flatMap((name, index) => {
    const pointer = pointerTo('allow', index);
    if (!registered.names.has(name)) return [{ pointer, detail: unknownName(name, registered) }];
    if (featuresNamed(registered.features, name).length > 0) return [];
    const reason = registered.unread?.get(name)?.english;
    const detail = `${name} cannot be allowed. ${reason} Only suspect columns can be allowed: remove it from the list.`;
    return [{ pointer, detail }];
  });
