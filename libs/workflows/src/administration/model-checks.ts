import type { ModelChecks, ModelEvent } from '@leadlight/contract';
import type { ModelCheckStore, ModelEventEntry, ModelEventStore } from '../ports/index.ts';

export interface ListModelChecksPorts {
  readonly modelChecks: Pick<ModelCheckStore, 'listDaily'>;
  readonly modelEvents: Pick<ModelEventStore, 'list'>;
}

const MAX_DAYS = 180;
const MAX_EVENTS = 50;

/** The last check of each day, what the newest one has monitored, and what was found. */
export async function listModelChecks(
  { modelChecks, modelEvents }: ListModelChecksPorts,
  orgId: string,
): Promise<ModelChecks> {
  const [checks, events] = await Promise.all([
    modelChecks.listDaily(orgId, MAX_DAYS),
    modelEvents.list(orgId, MAX_EVENTS),
  ]);
  return {
    checks: checks.map(({ checkedAt, modelVersion, figures: { performance, calibration } }) => ({
      ...{ checkedAt: new Date(checkedAt).toISOString(), modelVersion, performance, calibration },
    })),
    measures: checks[0]?.figures.measures ?? [],
    events: events.filter(({ propensityId }) => propensityId === undefined).map(eventOf),
  };
}

function eventOf({
  modelId: _modelId,
  propensityId: _propensityId,
  foundAt,
  since,
  endedAt,
  ...event
}: ModelEventEntry): ModelEvent {
  const timeOf = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return { ...event, foundAt: new Date(foundAt).toISOString(), since: timeOf(since), endedAt: timeOf(endedAt) };
}
