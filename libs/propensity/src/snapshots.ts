import { DAY_MS } from '@leadlight/common';
import { recordSnapshotAt, type Instant, type RecordSnapshot } from '@leadlight/lead-features';
import type { PropensityDefinition } from './definition.ts';
import { labelSettlesAt, type OutcomeRule } from './outcome.ts';
import { isIn, populationOf } from './population.ts';
import { fulfils, type SubjectHistory } from './subject-history.ts';

/**
 * The instants at which the subject becomes an example, oldest first: where it was in the population, as far as times say.
 * Calendar instants are counted back from the latest one whose label is decided, and forward from it to now.
 */
export function snapshotInstants(
  history: SubjectHistory,
  definition: Pick<PropensityDefinition, 'population' | 'snapshots'> & OutcomeRule,
  now: Instant,
): readonly Instant[] {
  const population = populationOf(history, definition);
  return instantsOf(population[0]?.from, definition, now).filter((at) => at <= now && isIn(population, at));
}

function instantsOf(
  start: Instant | undefined,
  definition: Pick<PropensityDefinition, 'snapshots'> & OutcomeRule,
  now: Instant,
): readonly Instant[] {
  const { snapshots } = definition;
  if (start === undefined) return [];
  if (snapshots.kind === 'ages') return snapshots.days.map((days) => start + days * DAY_MS).sort((a, b) => a - b);
  const settlingMs = labelSettlesAt(now, definition) - now;
  const latest = now - settlingMs;
  const step = snapshots.everyDays * DAY_MS;
  const earlier = Array.from({ length: snapshots.maxSnapshots }, (_, index) => latest - index * step).reverse();
  const open = Array.from({ length: Math.floor((now - latest) / step) }, (_, index) => latest + (index + 1) * step);
  return [...earlier, ...open];
}

/**
 * What was known of the subject at `asOf`; undefined where its fields kept it out of the population then, or where their past is
 * not known.
 */
export function subjectSnapshotAt(
  history: SubjectHistory,
  { population }: Pick<PropensityDefinition, 'population'>,
  asOf: Instant,
): RecordSnapshot | undefined {
  if (!areStatesKnown(history, asOf)) return undefined;
  const snapshot = recordSnapshotAt(history, asOf);
  return fulfils(snapshot.fields, population.where) ? snapshot : undefined;
}

/** Whether the states of the subject are known at `asOf`: a missing value would reveal that one was recorded later. */
export const areStatesKnown = ({ statesKnownFrom = -Infinity }: SubjectHistory, asOf: Instant): boolean =>
  statesKnownFrom <= asOf;

/** The snapshot of a subject that is asked about at `now`; undefined if it is not. */
export const currentSnapshot = (
  history: SubjectHistory,
  definition: Pick<PropensityDefinition, 'population'>,
  now: Instant,
): RecordSnapshot | undefined =>
  !history.isDeleted && isIn(populationOf(history, definition), now)
    ? subjectSnapshotAt(history, definition, now)
    : undefined;
