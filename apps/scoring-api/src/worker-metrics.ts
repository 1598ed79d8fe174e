import type { Clock, WorkerState, WorkerStates } from '@leadlight/workflows';
import { Gauge, type Registry } from 'prom-client';

/** Several Prometheus servers, and six gauges at each scrape, share one reading. */
const MAX_READING_AGE_MS = 5_000;

type Reading = readonly WorkerState[] | undefined;

/**
 * Tells how the worker’s work goes, from what it leaves in storage: a worker that is dead cannot tell so itself. While
 * storage does not answer these figures are absent, and all others are told as ever.
 */
export function registerWorkerMetrics(
  registry: Registry,
  workerStates: Pick<WorkerStates, 'list'>,
  clock: Clock,
): void {
  let read: { readonly at: number; readonly states: Promise<Reading> } | undefined;
  const reading = (): Promise<Reading> => {
    if (!read || clock.now() - read.at >= MAX_READING_AGE_MS) {
      read = { at: clock.now(), states: workerStates.list().catch(() => undefined) };
    }
    return read.states;
  };
  for (const { name, help, valueOf } of GAUGES) {
    new Gauge({
      ...{ name, help, labelNames: ['org'], registers: [registry] },
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
    ...{ name: 'leadlight_worker_figures_read', help: '0 while storage does not tell how the worker’s work goes.' },
    registers: [registry],
    async collect() {
      this.set((await reading()) ? 1 : 0);
    },
  });
}

const seconds = (at: number | null) => at && at / 1_000;

const GAUGES: readonly {
  readonly name: string;
  readonly help: string;
  /** null = there is none: the series is absent. */
  readonly valueOf: (state: WorkerState) => number | null;
}[] = [
  {
    name: 'leadlight_followed',
    help: 'Whether a process follows the org.',
    valueOf: ({ followed }) => (followed ? 1 : 0),
  },
  {
    name: 'leadlight_last_sync_timestamp_seconds',
    help: 'When a sync last ended well.',
    valueOf: ({ lastSyncedAt }) => seconds(lastSyncedAt),
  },
  {
    name: 'leadlight_marked_leads',
    help: 'Leads that changed since they were last scored.',
    valueOf: ({ markedLeads }) => markedLeads,
  },
  {
    name: 'leadlight_waiting_scores',
    help: 'Scores that Salesforce has not taken yet.',
    valueOf: ({ waitingScores }) => waitingScores,
  },
  {
    name: 'leadlight_oldest_waiting_score_timestamp_seconds',
    help: 'When the oldest score that waits was given; absent where none waits.',
    valueOf: ({ oldestWaitingAt }) => seconds(oldestWaitingAt),
  },
  {
    name: 'leadlight_last_training_timestamp_seconds',
    help: 'When a model was last trained, published or not.',
    valueOf: ({ lastTrainedAt }) => seconds(lastTrainedAt),
  },
];
