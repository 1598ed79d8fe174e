import { SECOND_MS } from '@leadlight/common';
import {
  heldLosses,
  monotonicMs,
  type FieldLoss,
  type MonotonicMs,
  type WorkerState,
  type WorkerStates,
} from '@leadlight/workflows';
import { Gauge, type Registry } from 'prom-client';
import { shareReading } from './share-reading.ts';
import { MAX_ORGS, worstOrgs } from './worst-orgs.ts';

/**
 * Each reading renews the lost fields of this many orgs only, because they take several statements for each org. Those not read yet come
 * first, then those read longest ago.
 */
const MAX_LOSSES_READ = 100;

interface OrgFigures extends WorkerState {
  /** Lost fields of the active model that hold scores back; null = not read yet, or its model cannot be read. */
  readonly lostFields: number | null;
}

/**
 * Reports the progress of the worker from its state in storage, because a dead worker cannot report. While storage does not
 * respond, these metrics are absent and all others are present.
 */
export function registerWorkerMetrics(
  registry: Registry,
  workerStates: Pick<WorkerStates, 'list'>,
  lossesOf: (orgId: string) => Promise<readonly FieldLoss[]>,
  elapsedMs: MonotonicMs = monotonicMs,
): void {
  /** By org, those read longest ago first. */
  const losses = new Map<string, number | null>();
  const readLosses = async (all: readonly WorkerState[]): Promise<void> => {
    const served = new Set(all.map(({ orgId }) => orgId));
    for (const orgId of losses.keys()) if (!served.has(orgId)) losses.delete(orgId);
    const unread = [...served].filter((orgId) => !losses.has(orgId));
    const next = [...unread, ...losses.keys()].slice(0, MAX_LOSSES_READ);
    await Promise.all(
      next.map(async (orgId) => {
        // A damaged model of one org must not take the figures of all others away.
        const found = await lossesOf(orgId).catch(() => undefined);
        losses.delete(orgId);
        losses.set(orgId, found ? heldLosses(found).length : null);
      }),
    );
  };
  const readFigures = async (): Promise<readonly OrgFigures[]> => {
    const all = await workerStates.list();
    await readLosses(all);
    return all.map((state) => ({ ...state, lostFields: losses.get(state.orgId) ?? null }));
  };
  const reading = shareReading(() => readFigures().catch(() => undefined), elapsedMs);
  for (const { name, help, worst, valueOf } of GAUGES) {
    new Gauge({
      name,
      help,
      labelNames: ['org'],
      registers: [registry],
      async collect() {
        const states = await reading();
        this.reset();
        const values = (states ?? []).flatMap((state) => {
          const value = valueOf(state);
          return value === null ? [] : [{ org: state.orgId, value }];
        });
        for (const { org, value } of worstOrgs(values, worst)) this.set({ org }, value);
      },
    });
  }
  new Gauge({
    name: 'leadlight_orgs',
    help: `Orgs in storage. A metric with an org has series of at most ${MAX_ORGS}: those with the worst values.`,
    registers: [registry],
    async collect() {
      const states = await reading();
      this.reset();
      if (states) this.set(states.length);
    },
  });
  new Gauge({
    name: 'leadlight_worker_figures_read',
    help: '0 while the state of the worker cannot be read from storage.',
    registers: [registry],
    async collect() {
      this.set((await reading()) ? 1 : 0);
    },
  });
}

const seconds = (at: number | null) => at && at / SECOND_MS;

const GAUGES: readonly {
  readonly name: string;
  readonly help: string;
  /** Where there are many orgs, only those with the highest or the lowest values have a series. */
  readonly worst: 'high' | 'low';
  /** null: the series is absent. */
  readonly valueOf: (state: OrgFigures) => number | null;
}[] = [
  {
    name: 'leadlight_followed',
    help: 'Whether a process follows the org.',
    worst: 'low',
    valueOf: ({ followed }) => (followed ? 1 : 0),
  },
  {
    name: 'leadlight_last_sync_timestamp_seconds',
    help: 'End of the last successful sync.',
    worst: 'low',
    valueOf: ({ lastSyncedAt }) => seconds(lastSyncedAt),
  },
  {
    name: 'leadlight_marked_leads',
    help: 'Leads that changed since their last score.',
    worst: 'high',
    valueOf: ({ markedLeads }) => markedLeads,
  },
  {
    name: 'leadlight_waiting_scores',
    help: 'Scores that are not written to Salesforce yet.',
    worst: 'high',
    valueOf: ({ waitingScores }) => waitingScores,
  },
  {
    name: 'leadlight_oldest_waiting_score_timestamp_seconds',
    help: 'When the oldest waiting score was given; absent where none waits.',
    worst: 'low',
    valueOf: ({ oldestWaitingAt }) => seconds(oldestWaitingAt),
  },
  {
    name: 'leadlight_lost_fields',
    help: 'Fields that the active model reads and that are lost or changed, so that scores are held back.',
    worst: 'high',
    valueOf: ({ lostFields }) => lostFields,
  },
  {
    name: 'leadlight_last_training_timestamp_seconds',
    help: 'When a model was last trained, published or not.',
    worst: 'low',
    valueOf: ({ lastTrainedAt }) => seconds(lastTrainedAt),
  },
];
