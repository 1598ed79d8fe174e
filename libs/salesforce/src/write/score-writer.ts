import type { CrmScoreWriter, LeadScoreUpdate, WriteOutcome } from '@leadlight/workflows';
import { backoffMs, realPacing, type Pacing } from '../connection/pacing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import { budgetError, DEFAULT_FLOOR_SHARE, isBelowFloor } from './budget.ts';
import { COLLECTION_SIZE, updateLeads } from './collections.ts';
import { scoreFieldsOf } from './lead-score-fields.ts';
import { mayPass, type RecordResult } from './record-result.ts';

export interface ScoreWriterOptions {
  /** Share of the org's daily API calls that is left to others, 0..1; 0.1 unless set. */
  readonly apiBudgetFloor?: number;
  /** How often a record is tried where the org was busy with it. */
  readonly attempts?: number;
  readonly pacing?: Pacing;
}

/** Writes scores to Leads. */
export function createScoreWriter(connection: SalesforceConnection, options: ScoreWriterOptions = {}): CrmScoreWriter {
  const { apiBudgetFloor = DEFAULT_FLOOR_SHARE, attempts = 4, pacing = realPacing } = options;
  const mayCall = () => !isBelowFloor(connection.apiUsage(), apiBudgetFloor);

  /** One chunk, its busy records again and again by themselves. */
  async function writeChunk(chunk: readonly LeadScoreUpdate[]): Promise<readonly WriteOutcome[]> {
    const outcomes = new Map<string, WriteOutcome>();
    let waiting = chunk;
    for (let attempt = 1; waiting.length > 0; attempt++) {
      const results = await updateLeads(
        connection,
        waiting.map((update) => ({ id: update.leadId, ...scoreFieldsOf(update) })),
      );
      waiting.forEach((update, at) => outcomes.set(update.leadId, outcomeOf(update, results[at]!)));
      waiting = waiting.filter((update) => outcomes.get(update.leadId)?.outcome === 'retry');
      if (attempt >= attempts || !mayCall()) break;
      if (waiting.length > 0) await pacing.pause(backoffMs(attempt - 1, pacing));
    }
    return [...outcomes.values()];
  }

  return {
    /** @throws SalesforceError `api_budget_floor` where nothing may be sent at all; what was not sent otherwise is `retry` */
    async writeScores(updates) {
      if (updates.length > 0 && !mayCall()) throw budgetError(connection.apiUsage(), apiBudgetFloor);
      const outcomes: WriteOutcome[] = [];
      for (let start = 0; start < updates.length; start += COLLECTION_SIZE) {
        const chunk = updates.slice(start, start + COLLECTION_SIZE);
        if (!mayCall()) {
          outcomes.push(...unsent(updates.slice(start), budgetError(connection.apiUsage(), apiBudgetFloor).message));
          break;
        }
        try {
          outcomes.push(...(await writeChunk(chunk)));
        } catch (error) {
          if (outcomes.length === 0 || !isSalesforceError(error)) throw error;
          // What was written before must not be forgotten for it.
          outcomes.push(...unsent(updates.slice(start), error.message));
          break;
        }
      }
      return outcomes;
    },
    apiUsage: () => connection.apiUsage(),
  };
}

const unsent = (updates: readonly LeadScoreUpdate[], message: string): readonly WriteOutcome[] =>
  updates.map(({ leadId }) => ({ leadId, outcome: 'retry', message }));

function outcomeOf({ leadId }: LeadScoreUpdate, result: RecordResult): WriteOutcome {
  if (result.success) return { leadId, outcome: 'written' };
  const message = `${result.errorCode}: ${result.message}`;
  return { leadId, outcome: mayPass(result) ? 'retry' : 'failed', message };
}
