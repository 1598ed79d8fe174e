import type { ScoreLeadsRequest } from '@leadlight/contract';
import { WorkflowError } from '../errors.ts';
import type { IdempotencyStore, StoredResponse } from '../ports/index.ts';
import { scoreWithoutLogging, type ScoringPorts, type ScoreLeadsResult } from './score-leads.ts';

export interface ScoreLeadsOncePorts extends ScoringPorts {
  readonly idempotency: IdempotencyStore;
}

/** What the caller names a request by, so that it can be repeated safely. */
export interface IdempotentRequest {
  /** The caller’s `Idempotency-Key`. */
  readonly key: string;
  /** Hash of method, path and body. */
  readonly requestHash: string;
}

export interface ScoreLeadsOnceResult {
  /** The answer as JSON text, byte for byte the same for every repetition. */
  readonly body: string;
  /** The answer made now; undefined where an earlier one is repeated. */
  readonly response: ScoreLeadsResult['response'] | undefined;
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
  { key, requestHash }: IdempotentRequest,
): Promise<ScoreLeadsOnceResult> {
  const earlier = await ports.idempotency.find(orgId, key);
  if (earlier) return { body: requireSameRequest(earlier, requestHash).body, response: undefined };
  const { response: made, body, entries, asOf } = await scoreWithoutLogging(ports, orgId, request, askedBy);
  const mine = { requestHash, status: 200, body, at: asOf };
  const { kept, first } = await ports.idempotency.store(orgId, key, mine, entries);
  return { body: requireSameRequest(kept, requestHash).body, response: first ? made : undefined };
}

/** @throws WorkflowError `idempotency_key_reused` */
export function requireSameRequest(kept: StoredResponse, requestHash: string): StoredResponse {
  if (kept.requestHash === requestHash) return kept;
  throw new WorkflowError('idempotency_key_reused', 'This Idempotency-Key has named another request before.');
}
