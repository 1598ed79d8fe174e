import type { EventKind } from '@leadlight/contract';
import type { ValueOffset } from '@leadlight/forest';
import type { Instant } from '@leadlight/lead-features';
import type { ModelEventStore } from '../../ports/index.ts';
import type { ScoringModel } from '../../scoring/scoring-model.ts';
import { recalibratedSince } from './recalibration-facts.ts';

/** One value of a categorical feature. */
export type FeatureCategory = Pick<ValueOffset, 'feature' | 'value'>;

/** A change that an adjustment of log odds may answer. */
export interface ReportedChange {
  readonly since: Instant;
  /** Whose leads have changed, in relation to the others; empty = all leads. */
  readonly values: readonly FeatureCategory[];
}

const VALUE_ALARMS: readonly EventKind[] = ['segment_changed', 'group_differs'];
const LEVEL_ALARMS: readonly EventKind[] = ['performance_changed', 'calibration_off'];

/**
 * What open alarms report, first about the leads with single values: where only these have changed, the level of all leads is as it was.
 */
export async function reportedChanges(
  { modelEvents }: { readonly modelEvents: Pick<ModelEventStore, 'listOpen'> },
  orgId: string,
  { entry, model, schema }: ScoringModel,
): Promise<readonly ReportedChange[]> {
  const categorical = new Set(schema.features.flatMap(({ kind, name }) => (kind === 'categorical' ? [name] : [])));
  const alarms = (await modelEvents.listOpen(orgId)).filter(
    ({ severity, propensityId }) => severity === 'alarm' && propensityId === undefined,
  );
  const values = new Map<string, FeatureCategory>();
  const ofValues = alarms.filter(({ kind, subject }) => {
    const value = VALUE_ALARMS.includes(kind) ? valueOf(subject) : undefined;
    if (!value || !categorical.has(value.feature)) return false;
    values.set(subject, value);
    return true;
  });
  const ofAll = alarms.filter(({ kind }) => LEVEL_ALARMS.includes(kind));
  const latest = (of: typeof alarms) =>
    Math.max(recalibratedSince(model), ...of.map(({ since }) => since ?? entry.trainedAt));
  return [
    ...(ofValues.length > 0 ? [{ since: latest(ofValues), values: [...values.values()] }] : []),
    ...(ofAll.length > 0 ? [{ since: latest(ofAll), values: [] }] : []),
  ];
}

/** Of `feature=value`; undefined for a group of leads without a value. */
function valueOf(subject: string): FeatureCategory | undefined {
  const [feature, ...rest] = subject.split('=');
  const value = rest.join('=');
  return value === '' ? undefined : { feature: feature!, value };
}
