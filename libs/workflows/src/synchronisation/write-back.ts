import type {
  ApiUsage,
  CrmScoreWriter,
  LeadScoreUpdate,
  Leases,
  Outbox,
  Progress,
  WriteJobs,
  WriteLease,
} from '../ports/index.ts';
import { withLease } from '../with-lease.ts';
import { runAlongside } from './run-alongside.ts';
import { createWriteLease } from './write-lease.ts';

/** Enough for the writer to choose bulk where that costs fewer calls. */
const MAX_BATCH_UPDATES = 10_000;
/** So many urgent updates are sent at once while a batch is on its way: one Collections call. */
const MAX_URGENT_UPDATES = 200;
/** How often somebody looks for them, in milliseconds. */
const URGENT_POLL_INTERVAL_MS = 500;
const MAX_ROUNDS_WITHOUT_PROGRESS = 3;
const MAX_REMARKS = 5;

export interface WriteBackPorts {
  readonly writer: CrmScoreWriter;
  readonly outbox: Outbox;
  readonly writeJobs: WriteJobs;
  readonly leases: Leases;
}

export interface WriteBackResult {
  readonly written: number;
  /** Refused for good, with the CRM's own words. */
  readonly failed: readonly { readonly leadId: string; readonly message: string }[];
  /** Still waiting: the CRM was busy with them at every attempt. The next write-back takes them up. */
  readonly waiting: number;
  /** What somebody should know of jobs that a writer before had left behind, a sentence each. */
  readonly leftBehind: readonly string[];
  /** What the CRM refused for good beside scores that it took, such as rows of history: its words, each once, a few at most. */
  readonly remarks: readonly string[];
  readonly apiUsage: ApiUsage | undefined;
}

/**
 * Empties the outbox into the CRM. A process killed on the way leaves the rest in the outbox; what had been sent but not
 * settled is sent again with the same values, after whatever the CRM may still be doing for the dead process has ended.
 * Urgent updates do not wait for a batch that takes long, unless it holds their lead.
 * @throws WorkflowError `work_in_progress`: one writer an org; what the lease was lost with
 */
export async function writeBack(ports: WriteBackPorts, orgId: string, progress: Progress): Promise<WriteBackResult> {
  const { writer, outbox, writeJobs, leases } = ports;
  const result = await withLease(leases, orgId, 'write-back', (lost, confirm) =>
    new WriteBack(ports, orgId, progress, createWriteLease(writeJobs, orgId, lost, confirm)).run(),
  );
  const { pending } = await outbox.counts(orgId);
  return { ...result, waiting: pending, apiUsage: writer.apiUsage() };
}

/** One process's turn at an org's outbox. */
class WriteBack {
  readonly #ports: WriteBackPorts;
  readonly #orgId: string;
  readonly #progress: Progress;
  readonly #turn: WriteLease;
  readonly #failed: { leadId: string; message: string }[] = [];
  /** Leads that the CRM was busy with once: they wait with the others then. */
  readonly #busy = new Set<string>();
  readonly #remarks = new Set<string>();
  #written = 0;
  #total = 0;

  constructor(ports: WriteBackPorts, orgId: string, progress: Progress, turn: WriteLease) {
    this.#ports = ports;
    this.#orgId = orgId;
    this.#progress = progress;
    this.#turn = turn;
  }

  async run() {
    const { writer, outbox } = this.#ports;
    const leftBehind: string[] = [];
    this.#total = (await outbox.counts(this.#orgId)).pending;
    let fruitlessRounds = 0;
    while (fruitlessRounds < MAX_ROUNDS_WITHOUT_PROGRESS) {
      // Also what a round before could not see to its end: the org may have gone away while a job ran.
      leftBehind.push(...(await writer.endOpenJobs(this.#turn)));
      const urgent = await this.#urgent(MAX_BATCH_UPDATES, this.#busy);
      const updates = urgent.length > 0 ? urgent : await outbox.pending(this.#orgId, MAX_BATCH_UPDATES);
      if (updates.length === 0) break;
      const settled = await this.#sendWithUrgentBeside(updates);
      // The writer has already waited and retried within the call: only whole rounds without progress count.
      if (settled === 0) fruitlessRounds += 1;
    }
    return { written: this.#written, failed: this.#failed, leftBehind, remarks: [...this.#remarks] };
  }

  /** @returns how many are settled */
  async #sendWithUrgentBeside(updates: readonly LeadScoreUpdate[]): Promise<number> {
    const onTheirWay = new Set([...updates.map(({ leadId }) => leadId), ...this.#busy]);
    return runAlongside(this.#send(updates), URGENT_POLL_INTERVAL_MS, async () => {
      const urgent = await this.#urgent(MAX_URGENT_UPDATES, onTheirWay);
      if (urgent.length === 0) return;
      await this.#send(urgent);
      // Busy ones are not asked for again and again while this batch is on its way.
      for (const leadId of this.#busy) onTheirWay.add(leadId);
    });
  }

  #urgent(limit: number, except: ReadonlySet<string>): Promise<readonly LeadScoreUpdate[]> {
    return this.#ports.outbox.urgent(this.#orgId, limit, [...except]);
  }

  async #send(updates: readonly LeadScoreUpdate[]): Promise<number> {
    const { writer, outbox } = this.#ports;
    this.#turn.lost.throwIfAborted();
    const updateOf = new Map(updates.map((update) => [update.leadId, update]));
    const outcomes = await writer.writeScores(updates, this.#turn);
    const settled = outcomes.flatMap(({ leadId, outcome, message }) => {
      const update = updateOf.get(leadId);
      if (outcome === 'retry') this.#busy.add(leadId);
      if (outcome === 'written' && message && this.#remarks.size < MAX_REMARKS) this.#remarks.add(message);
      if (!update || outcome === 'retry') return [];
      return [outcome === 'failed' ? { update, failure: message ?? 'refused without a reason' } : { update }];
    });
    await outbox.settle(this.#orgId, settled);
    for (const { update, failure } of settled) {
      if (failure === undefined) this.#written += 1;
      else this.#failed.push({ leadId: update.leadId, message: failure });
    }
    this.#progress.update('write back', this.#written + this.#failed.length, this.#total);
    return settled.length;
  }
}
