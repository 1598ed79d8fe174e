import { DAY_MS } from '@leadlight/common';
import type { ScheduledOrg } from './schedule.ts';
import { trainedModelOf } from './training-output.ts';

/** What `propensities list` writes about each. */
interface ListedPropensity {
  readonly definition: { readonly id: string };
  /** Absent where no model is active. */
  readonly model?: unknown;
  /** Of the newest model, active or not; null = there is none. */
  readonly newestTrainedAt: number | null;
}

interface PropensityCheckOutput {
  readonly needsRetraining?: boolean;
  readonly error?: { readonly message: string };
}

/**
 * Reads what changed in the records of the propensities that have an active model, checks each, trains it again where the check asks
 * for it or its newest model is old, and scores its records: scores such as churn change with time alone. A new model becomes active
 * only if nothing speaks against it. A failure is logged and does not stop the others.
 */
export async function runPropensityWork(org: Pick<ScheduledOrg, 'run' | 'log' | 'clock' | 'everyDays'>): Promise<void> {
  const { run, log } = org;
  const listed = await run('propensities', 'list');
  if (listed.error) return log(`Listing the propensities failed: ${listed.error.message}`);
  const all = (listed.propensities ?? []) as readonly ListedPropensity[];
  const active = all.filter(({ model }) => model !== undefined && model !== null);
  if (active.length === 0) return;
  const synced = await run('sync');
  if (synced.error) return log(`Reading the records of the propensities failed: ${synced.error.message}`);
  for (const propensity of active) await updatePropensity(org, propensity);
}

async function updatePropensity(
  { run, log, clock, everyDays }: Pick<ScheduledOrg, 'run' | 'log' | 'clock' | 'everyDays'>,
  { definition: { id }, newestTrainedAt }: ListedPropensity,
): Promise<void> {
  const check: PropensityCheckOutput = await run('check', '--propensity', id);
  if (check.error) return log(`${id}: the check failed: ${check.error.message}`);
  const ageMs = Math.abs(clock.now() - (newestTrainedAt ?? 0));
  if (ageMs >= everyDays * DAY_MS || (check.needsRetraining === true && ageMs >= DAY_MS)) {
    const trained = await run('train', '--propensity', id);
    if (trained.error) log(`${id}: the training failed: ${trained.error.message}`);
    else log(`${id}: ${trainedModelOf(trained)?.active ? 'a new model is active' : 'the active model stays'}.`);
  }
  const scored = await run('score', '--propensity', id);
  if (scored.error) log(`${id}: scoring failed: ${scored.error.message}`);
  else log(`${id}: ${String(scored.scored)} records are scored, ${String(scored.changed)} scores changed.`);
}
