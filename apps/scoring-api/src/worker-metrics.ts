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

/** All gauges of a scrape, and several Prometheus servers, share one reading. */
const MAX_READING_AGE_MS = 5 * SECOND_MS;

interface OrgFigures extends WorkerState {
  /** Lost fields of the active model that hold scores back. */
  readonly lostFields: number;
}
type Reading = readonly OrgFigures[] | undefined;

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
  let read: { readonly atMs: number; readonly states: Promise<Reading> } | undefined;
  const reading = (): Promise<Reading> => {
    if (!read || elapsedMs() - read.atMs >= MAX_READING_AGE_MS) {
      const states = workerStates
        .list()
        .then((all) =>
          Promise.all(
            all.map(async (state) => ({ ...state, lostFields: heldLosses(await lossesOf(state.orgId)).length })),
          ),
        );
      read = { atMs: elapsedMs(), states: states.catch(() => undefined) };
    }
    return read.states;
  };
  for (const { name, help, valueOf } of GAUGES) {
    new Gauge({
      name,
      help,
      labelNames: ['org'],
      registers: [registry],
      async collect() {
        const states = await reading();
        this.reset();
        for (const state of states ?? []) {
          const value = valueOf(state);
          if (value !== null) this.set({ org: state.orgId }, value);
        }
      },
    });
  }
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
  /** null: the series is absent. */
  readonly valueOf: (state: OrgFigures) => number | null;
}[] = [
  {
    name: 'leadlight_followed',
    help: 'Whether a process follows the org.',
    valueOf: ({ followed }) => (followed ? 1 : 0),
  },
  {
    name: 'leadlight_last_sync_timestamp_seconds',
    help: 'End of the last successful sync.',
    valueOf: ({ lastSyncedAt }) => seconds(lastSyncedAt),
  },
  {
    name: 'leadlight_marked_leads',
    help: 'Leads that changed since their last score.',
    valueOf: ({ markedLeads }) => markedLeads,
  },
  {
    name: 'leadlight_waiting_scores',
    help: 'Scores that are not written to Salesforce yet.',
    valueOf: ({ waitingScores }) => waitingScores,
  },
  {
    name: 'leadlight_oldest_waiting_score_timestamp_seconds',
    help: 'When the oldest waiting score was given; absent where none waits.',
    valueOf: ({ oldestWaitingAt }) => seconds(oldestWaitingAt),
  },
  {
    name: 'leadlight_lost_fields',
    help: 'Fields that the active model reads and that are lost or changed, so that scores are held back.',
    valueOf: ({ lostFields }) => lostFields,
  },
  {
    name: 'leadlight_last_training_timestamp_seconds',
    help: 'When a model was last trained, published or not.',
    valueOf: ({ lastTrainedAt }) => seconds(lastTrainedAt),
  },
];
