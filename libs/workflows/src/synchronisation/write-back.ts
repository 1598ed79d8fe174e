import type {
  ApiUsage,
  CrmScoreWriter,
  LeadScoreUpdate,
  JobClaims,
  Progress,
  WriteJobs,
  WriteClaim,
  WrittenOutbox,
} from '../ports/index.ts';
import { withJob } from '../with-job.ts';
import { runAlongside } from './run-alongside.ts';

/** Large enough for the writer to choose the Bulk API where that costs fewer calls. */
const MAX_BATCH_UPDATES = 10_000;
/** Urgent updates sent together while a batch is under way: one Collections call. */
const MAX_URGENT_UPDATES = 200;
const URGENT_POLL_INTERVAL_MS = 500;
const MAX_ROUNDS_WITHOUT_PROGRESS = 3;
const MAX_WARNINGS = 5;

export interface WriteBackPorts {
  readonly writer: CrmScoreWriter;
  readonly outbox: WrittenOutbox;
  readonly writeJobs: WriteJobs;
  readonly claims: JobClaims;
}

export interface WriteBackResult {
  readonly written: number;
  /** Rejected permanently, with the CRM's own message. */
  readonly failed: readonly { readonly leadId: string; readonly message: string }[];
  /** Still queued, because the CRM was busy with them at every attempt. The next write-back tries again. */
  readonly waiting: number;
  /** Messages about jobs that an earlier writer had left open. */
  readonly leftoverJobs: readonly string[];
  /** What the CRM rejected permanently while it stored the score, such as rows of history: at most five different messages. */
  readonly warnings: readonly string[];
  readonly apiUsage: ApiUsage | undefined;
}

export interface WriteBackOptions {
  /** Called once the first updates are in the CRM, or rejected. */
  readonly onFirstWritten?: () => void;
  /** Leaves updates in the outbox that are not urgent. */
  readonly urgentOnly?: boolean;
}

/**
 * Writes the outbox to the CRM. If the process is killed, the rest stays in the outbox. Updates that were sent but not
 * settled are sent again with the same values, after the jobs of the dead process have ended. Urgent updates do not wait
 * for a long batch, unless it contains their lead.
 * @throws WorkflowError `work_in_progress`, because an org has one writer; the error of a lost claim
 */
export async function writeBack(
  ports: WriteBackPorts,
  orgId: string,
  progress: Progress,
  options: WriteBackOptions = {},
): Promise<WriteBackResult> {
  const { writer, outbox, writeJobs, claims } = ports;
  const result = await withJob(claims, orgId, 'write-back', (lost, confirm) =>
    new WriteBack(ports, orgId, progress, createWriteClaim(writeJobs, orgId, lost, confirm), options).run(),
  );
  const { pending } = await outbox.counts(orgId);
  return { ...result, waiting: pending, apiUsage: writer.apiUsage() };
}

/**
 * Adds a job to the ledger before it confirms the claim. A process that was suspended in between either finds its claim
 * lost, or its job was in the ledger before another process became the writer. The list is confirmed for the same reason,
 * so that no process ends the jobs of its successor.
 */
const createWriteClaim = (
  writeJobs: WriteJobs,
  orgId: string,
  lost: AbortSignal,
  confirm: () => Promise<void>,
): WriteClaim => ({
  lost,
  jobs: {
    async list() {
      const jobs = await writeJobs.list(orgId);
      if (jobs.length > 0) await confirm();
      return jobs;
    },
    async add(jobId) {
      await writeJobs.add(orgId, jobId);
      await confirm();
    },
    remove: (jobId) => writeJobs.remove(orgId, jobId),
  },
});

/** Empties an org's outbox while this process has the write claim. */
class WriteBack {
  readonly #ports: WriteBackPorts;
  readonly #orgId: string;
  readonly #progress: Progress;
  readonly #claim: WriteClaim;
  readonly #onFirstWritten: () => void;
  readonly #urgentOnly: boolean;
  readonly #failed: { leadId: string; message: string }[] = [];
  /** Leads that the CRM was busy with: they are no longer urgent. */
  readonly #busy = new Set<string>();
  readonly #warnings = new Set<string>();
  #written = 0;
  #total = 0;

  constructor(
    ports: WriteBackPorts,
    orgId: string,
    progress: Progress,
    claim: WriteClaim,
    { onFirstWritten = () => undefined, urgentOnly = false }: WriteBackOptions,
  ) {
    this.#ports = ports;
    this.#orgId = orgId;
    this.#progress = progress;
    this.#claim = claim;
    this.#onFirstWritten = onFirstWritten;
    this.#urgentOnly = urgentOnly;
  }

  async run() {
    const { writer, outbox } = this.#ports;
    const leftoverJobs: string[] = [];
    this.#total = (await outbox.counts(this.#orgId)).pending;
    let roundsWithoutProgress = 0;
    while (roundsWithoutProgress < MAX_ROUNDS_WITHOUT_PROGRESS) {
      // Also the jobs of an earlier round, if the org was unreachable before they ended.
      leftoverJobs.push(...(await writer.endOpenJobs(this.#claim)));
      const urgent = await this.#findUrgent(MAX_BATCH_UPDATES, this.#busy);
      const updates =
        urgent.length > 0 || this.#urgentOnly ? urgent : await outbox.pending(this.#orgId, MAX_BATCH_UPDATES);
      if (updates.length === 0) break;
      // The writer has already retried within the call, so only rounds that settle nothing count.
      if ((await this.#sendWithUrgent(updates)) === 0) roundsWithoutProgress += 1;
    }
    return { written: this.#written, failed: this.#failed, leftoverJobs, warnings: [...this.#warnings] };
  }

  /** @returns how many are settled */
  #sendWithUrgent(updates: readonly LeadScoreUpdate[]): Promise<number> {
    const sending = new Set([...updates.map(({ leadId }) => leadId), ...this.#busy]);
    return runAlongside(this.#send(updates), URGENT_POLL_INTERVAL_MS, async () => {
      const urgent = await this.#findUrgent(MAX_URGENT_UPDATES, sending);
      if (urgent.length === 0) return;
      await this.#send(urgent);
      // Busy leads are not tried again during this batch.
      for (const leadId of this.#busy) sending.add(leadId);
    });
  }

  #findUrgent(limit: number, except: ReadonlySet<string>): Promise<readonly LeadScoreUpdate[]> {
    return this.#ports.outbox.urgent(this.#orgId, limit, [...except]);
  }

  async #send(updates: readonly LeadScoreUpdate[]): Promise<number> {
    const { writer, outbox } = this.#ports;
    this.#claim.lost.throwIfAborted();
    const updateOf = new Map(updates.map((update) => [update.leadId, update]));
    const outcomes = await writer.writeScores(updates, this.#claim);
    const settled = outcomes.flatMap(({ leadId, outcome, message }) => {
      const update = updateOf.get(leadId);
      if (outcome === 'retry') this.#busy.add(leadId);
      if (outcome === 'written' && message && this.#warnings.size < MAX_WARNINGS) this.#warnings.add(message);
      if (!update || outcome === 'retry') return [];
      return [outcome === 'failed' ? { update, failure: message ?? 'rejected without a reason' } : { update }];
    });
    await outbox.settle(this.#orgId, settled);
    if (this.#written + this.#failed.length === 0 && settled.length > 0) this.#onFirstWritten();
    for (const { update, failure } of settled) {
      if (failure === undefined) this.#written += 1;
      else this.#failed.push({ leadId: update.leadId, message: failure });
    }
    this.#progress.update('write back', this.#written + this.#failed.length, this.#total);
    return settled.length;
  }
}
