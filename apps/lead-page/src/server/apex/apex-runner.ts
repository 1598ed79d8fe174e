import { nextTime } from '@leadlight/apex-runtime/next-time';
import type { ApexOrgConnection, ScoringService } from './answers.ts';
import type { LeadSharing } from '../lead-sharing.ts';
import type { ApexOutcome, ApexTask, LeadDescription, ScheduledJob } from './messages.ts';
import { parseIfNeeded } from './parse-if-needed.ts';
import { startThread, type ApexThread } from './start-thread.ts';

/** Runs Apex of the package in threads, each transaction in one of them, and scheduled jobs at their times. */
export interface ApexRunner {
  /** Starts a thread in advance, so that the first call does not wait for it. */
  prepare(): void;
  /** @throws Error if the org cannot be reached, or the runtime fails */
  run(task: ApexTask): Promise<ApexOutcome>;
  close(): Promise<void>;
}

export interface RunnerOptions {
  readonly org: ApexOrgConnection;
  readonly service: ScoringService;
  /** Reads how leads are shared. */
  readonly sharing: () => Promise<LeadSharing>;
  readonly log: (line: string) => void;
}

interface QueuedTask {
  readonly task: ApexTask;
  readonly resolve: (outcome: ApexOutcome) => void;
  readonly reject: (error: unknown) => void;
}

const MAX_THREADS = 3;
const CLOSED = 'The server of the page has ended.';
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
/** A task that has waited for this long gets another thread: the running ones may wait for a slow service. */
const MAX_WAIT_MS = 300;
const CLOCK_CHECK_MS = 10_000;

export function createApexRunner(options: RunnerOptions): ApexRunner {
  return new Runner(options);
}

class Runner implements ApexRunner {
  readonly #options: RunnerOptions;
  readonly #idle: ApexThread[] = [];
  readonly #all = new Set<ApexThread>();
  readonly #queue: QueuedTask[] = [];
  readonly #scheduled: ScheduledJob[] = [];
  readonly #timers = new Map<ScheduledJob, NodeJS.Timeout>();
  #starting = 0;
  #parsing: Promise<void> | undefined;
  #lead: Promise<LeadDescription> | undefined;
  #administratorId: Promise<string | null> | undefined;
  #isClosed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  prepare(): void {
    if (this.#all.size + this.#starting === 0) this.#start();
  }

  run(task: ApexTask): Promise<ApexOutcome> {
    if (this.#isClosed) return Promise.reject(new Error(CLOSED));
    return new Promise((resolve, reject) => {
      const queued = { task, resolve, reject };
      this.#queue.push(queued);
      this.prepare();
      this.#next();
      const wait = setTimeout(() => {
        if (this.#queue.includes(queued) && this.#all.size + this.#starting < MAX_THREADS) this.#start();
      }, MAX_WAIT_MS);
      wait.unref();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#queue.splice(0)) reject(new Error(CLOSED));
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.all([...this.#all].map((thread) => thread.close()));
  }

  #start(): void {
    this.#starting += 1;
    this.#startThread()
      .catch((error: unknown) => {
        // Without a thread every waiting call fails; the next one tries again.
        if (this.#all.size === 0) for (const { reject } of this.#queue.splice(0)) reject(error);
        else this.#options.log(messageOf(error));
      })
      .finally(() => (this.#starting -= 1));
  }

  async #startThread(): Promise<void> {
    const { org, service, sharing, log } = this.#options;
    this.#parsing ??= parseIfNeeded(log).finally(() => (this.#parsing = undefined));
    await this.#parsing;
    this.#lead ??= describeLead(org).catch((error: unknown) => {
      this.#lead = undefined;
      throw error;
    });
    this.#administratorId ??= findAdministrator(org).catch(() => {
      this.#administratorId = undefined;
      return null;
    });
    const [lead, administratorId] = await Promise.all([this.#lead, this.#administratorId]);
    const thread = await startThread({ org, service, log, lead, administratorId, sharing: await sharing() });
    if (this.#isClosed) return thread.close();
    this.#all.add(thread);
    this.#idle.push(thread);
    this.#next();
  }

  #schedule(job: ScheduledJob): void {
    if (this.#isClosed) return;
    this.#scheduled.push(job);
    this.#wait(job, nextTime(job.expression, Date.now()));
  }

  /** Times of a schedule are times of day, so the clock is read again every few seconds: it may be set meanwhile. */
  #wait(job: ScheduledJob, at: number): void {
    const timer = setTimeout(
      () => {
        const now = Date.now();
        if (now < at) return this.#wait(job, at);
        // If the clock is set back now, the job does not run again at the same time.
        this.#wait(job, nextTime(job.expression, now));
        const { log } = this.#options;
        const task = { kind: 'scheduled', className: job.className, ...AS_ADMINISTRATOR } as const;
        this.run(task).catch((error: unknown) => log(messageOf(error)));
      },
      Math.min(Math.max(at - Date.now(), 0), CLOCK_CHECK_MS),
    );
    timer.unref();
    this.#timers.set(job, timer);
  }

  /** Gives the oldest task to an idle thread. */
  #next(): void {
    const thread = this.#queue.length > 0 ? this.#takeIdle() : undefined;
    if (!thread) return;
    const queued = this.#queue.shift()!;
    const { outcome, idle } = thread.run({ task: queued.task, scheduled: this.#scheduled });
    outcome.then((result) => {
      for (const job of result.scheduled) this.#schedule(job);
      queued.resolve(result);
    }, queued.reject);
    void idle.then(() => {
      this.#idle.push(thread);
      this.#next();
    });
  }

  /** Forgets threads that have died, and starts one if none is left. */
  #takeIdle(): ApexThread | undefined {
    for (let thread = this.#idle.pop(); thread; thread = this.#idle.pop()) {
      if (!thread.hasEnded()) return thread;
      this.#all.delete(thread);
    }
    this.prepare();
    return undefined;
  }
}

/** Jobs run as the administrator, who has scheduled them. */
const AS_ADMINISTRATOR = {
  user: 'administrator',
  settings: { language: 'en_US', locale: 'en-US', timeZone: 'UTC' },
} as const;

/** What the setup guide asks an administrator to do once. */
export const scheduleRetries = (apex: ApexRunner): Promise<ApexOutcome> =>
  apex.run({ kind: 'execute', className: 'RetryFailedScores', methodName: 'schedule', ...AS_ADMINISTRATOR });

async function describeLead(org: ApexOrgConnection): Promise<LeadDescription> {
  const { body } = await org.request({ method: 'GET', path: '/sobjects/Lead/describe' });
  return JSON.parse(body) as LeadDescription;
}

const ADMINISTRATOR =
  "SELECT Id FROM User WHERE IsActive = TRUE AND Profile.Name = 'System Administrator' ORDER BY Id LIMIT 1";

/** Messages to the page's administrator, such as test messages, need a user whom the org knows. */
async function findAdministrator(org: ApexOrgConnection): Promise<string | null> {
  const { body } = await org.request({ method: 'GET', path: `/query?q=${encodeURIComponent(ADMINISTRATOR)}` });
  const { records } = JSON.parse(body) as { readonly records: readonly { readonly Id: string }[] };
  return records[0]?.Id ?? null;
}
