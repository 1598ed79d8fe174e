import type { ModelChecks, ModelEvent } from '@leadlight/contract';
import type { ModelCheckStore, ModelEventEntry, ModelEventStore } from '../ports/index.ts';

export interface ListModelChecksPorts {
  readonly modelChecks: Pick<ModelCheckStore, 'listDaily'>;
  readonly modelEvents: Pick<ModelEventStore, 'list'>;
}

const MAX_DAYS = 180;
const MAX_EVENTS = 50;
/** Of all models of an org. */
const MAX_LISTED_EVENTS = 1_000;

/**
 * The last check of each day, what the newest one has monitored, and what was found.
 * @param propensityId absent = of the model of leads
 */
export async function listModelChecks(
  { modelChecks, modelEvents }: ListModelChecksPorts,
  orgId: string,
  propensityId?: string,
): Promise<ModelChecks> {
  const [checks, events] = await Promise.all([
    modelChecks.listDaily(orgId, MAX_DAYS, propensityId),
    modelEvents.list(orgId, MAX_LISTED_EVENTS),
  ]);
  return {
    checks: checks.map(({ checkedAt, modelVersion, figures: { performance, calibration } }) => ({
      ...{ checkedAt: new Date(checkedAt).toISOString(), modelVersion, performance, calibration },
    })),
    measures: checks[0]?.figures.measures ?? [],
    events: events
      .filter((event) => event.propensityId === propensityId)
      .slice(0, MAX_EVENTS)
      .map(eventOf),
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
