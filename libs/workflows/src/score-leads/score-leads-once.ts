import type { ScoreLeadsRequest } from '@leadlight/contract';
import { WorkflowError } from '../errors.ts';
import type { IdempotencyStore, KeptAnswer } from '../ports/index.ts';
import { answerLeads, type AnswerLeadsPorts, type AnswerMade } from './score-leads.ts';

export interface ScoreLeadsOncePorts extends AnswerLeadsPorts {
  readonly idempotency: IdempotencyStore;
}

/** What the caller names a request by, so that it can be repeated safely. */
export interface RequestName {
  /** The caller’s `Idempotency-Key`. */
  readonly key: string;
  /** Hash of method, path and body. */
  readonly requestHash: string;
}

export interface AnswerOnce {
  /** The answer as JSON text, byte for byte the same for every repetition. */
  readonly body: string;
  /** The answer made now; undefined where an earlier one is repeated. */
  readonly made: AnswerMade['made'] | undefined;
}

/**
 * Scores leads as `scoreLeads` does, once for each name: a repetition gets the first answer again, and the log keeps
 * each score exactly once, whatever process is killed at whatever moment.
 * @throws WorkflowError `idempotency_key_reused` where the name was used for another request; else as `scoreLeads`
 */
export async function scoreLeadsOnce(
  ports: ScoreLeadsOncePorts,
  orgId: string,
  request: ScoreLeadsRequest,
  askedBy: string,
  { key, requestHash }: RequestName,
): Promise<AnswerOnce> {
  const earlier = await ports.idempotency.find(orgId, key);
  if (earlier) return { body: sameRequest(earlier, requestHash).body, made: undefined };
  const { made, body, entries, asOf } = await answerLeads(ports, orgId, request, askedBy);
  const mine = { requestHash, status: 200, body, at: asOf };
  const { kept, first } = await ports.idempotency.keep(orgId, key, mine, entries);
  return { body: sameRequest(kept, requestHash).body, made: first ? made : undefined };
}

/** @throws WorkflowError `idempotency_key_reused` */
export function sameRequest(kept: KeptAnswer, requestHash: string): KeptAnswer {
  if (kept.requestHash === requestHash) return kept;
  throw new WorkflowError('idempotency_key_reused', 'This Idempotency-Key has named another request before.');
}
