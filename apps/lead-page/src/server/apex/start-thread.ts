import { MessageChannel, Worker } from 'node:worker_threads';
import { answer, type ApexOrgConnection, type ScoringService } from './answers.ts';
import type { LeadSharing } from '../lead-sharing.ts';
import type { ApexOutcome, LeadDescription, Question, TaskMessage, ThreadData, ThreadMessage } from './messages.ts';

/** A thread that runs one transaction at a time. */
export interface ApexThread {
  /** The outcome arrives before jobs and events have run; `idle` says when they have. */
  run(message: TaskMessage): { readonly outcome: Promise<ApexOutcome>; readonly idle: Promise<void> };
  /** Whether the thread has died, and takes no more tasks. */
  hasEnded(): boolean;
  close(): Promise<void>;
}

export interface ThreadOptions {
  readonly org: ApexOrgConnection;
  readonly service: ScoringService;
  readonly lead: LeadDescription;
  readonly administratorId: string | null;
  readonly sharing: LeadSharing;
  /** A failure that no caller sees. */
  readonly log: (line: string) => void;
}

/** Starts a thread, which compiles the package. @throws Error if it cannot */
export async function startThread({
  org,
  service,
  lead,
  administratorId,
  sharing,
  log,
}: ThreadOptions): Promise<ApexThread> {
  const { port1, port2 } = new MessageChannel();
  const answered = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const counter = new Int32Array(answered);
  port1.on('message', (question: Question) => {
    void answer(question, org, service).then((reply) => {
      port1.postMessage(reply);
      Atomics.add(counter, 0, 1);
      Atomics.notify(counter, 0);
    });
  });
  const worker = new Worker(new URL('./apex-thread.ts', import.meta.url), {
    workerData: { port: port2, answered, lead, administratorId, sharing } satisfies ThreadData,
    transferList: [port2],
    execArgv: [],
    // Small nurseries: the server shares the machine with a training.
    resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 160 },
  });
  worker.unref();
  port1.unref();
  let waiting: { done: (outcome: ApexOutcome) => void; fail: (error: Error) => void; idle: () => void } | undefined;
  let ready: { resolve: () => void; reject: (error: Error) => void } | undefined;
  const started = new Promise<void>((resolve, reject) => (ready = { resolve, reject }));
  worker.on('message', (message: ThreadMessage) => {
    if (message.kind === 'ready') ready?.resolve();
    else if (message.kind === 'log') log(message.line);
    else if (message.kind === 'done') waiting?.done(message.outcome);
    else if (message.kind === 'fault') {
      waiting?.fail(new Error(message.message));
      log(message.message);
    } else waiting?.idle();
  });
  let ended = false;
  const end = (error: Error): void => {
    ended = true;
    ready?.reject(error);
    waiting?.fail(error);
    waiting?.idle();
  };
  worker.on('error', end);
  worker.on('exit', () => end(new Error('The thread that runs Apex has ended.')));
  await started;
  return {
    run(message) {
      const { promise: outcome, resolve: done, reject: fail } = Promise.withResolvers<ApexOutcome>();
      const { promise: idle, resolve } = Promise.withResolvers<void>();
      outcome.catch(() => undefined);
      waiting = { done, fail, idle: resolve };
      worker.postMessage(message);
      return { outcome, idle };
    },
    hasEnded: () => ended,
    close: async () => {
      port1.close();
      await worker.terminate();
    },
  };
}
