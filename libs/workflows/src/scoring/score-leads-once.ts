import type { ScoreLeadsRequest } from '@leadlight/contract';
import { WorkflowError } from '../errors.ts';
import type { IdempotencyStore, StoredResponse } from '../ports/index.ts';
import { scoreWithoutLogging, type ScoreLeadsResult, type ScoringPorts } from './score-leads.ts';

export interface ScoreLeadsOncePorts extends ScoringPorts {
  readonly idempotency: IdempotencyStore;
}

/** A request that can be repeated safely. */
export interface IdempotentRequest {
  /** The caller’s `Idempotency-Key`. */
  readonly key: string;
  /** Hash of method, path and body. */
  readonly requestHash: string;
}

export interface ScoreLeadsOnceResult {
  /** JSON text, byte for byte the same for every repetition. */
  readonly body: string;
  /** The new response; undefined if an earlier one is repeated. */
  readonly response: ScoreLeadsResult['response'] | undefined;
}

/**
 * Scores leads as `scoreLeads` does, once for each idempotency key. A repetition gets the first response again, and each
 * score is logged exactly once, even if processes are killed.
 * @throws WorkflowError `idempotency_key_reused`; else as `scoreLeads`
 */
export async function scoreLeadsOnce(
  ports: ScoreLeadsOncePorts,
  orgId: string,
  request: ScoreLeadsRequest,
  requestedBy: string,
  { key, requestHash }: IdempotentRequest,
): Promise<ScoreLeadsOnceResult> {
  const earlier = await ports.idempotency.find(orgId, key);
  if (earlier) return { body: requireSameRequest(earlier, requestHash).body, response: undefined };
  const { response, body, entries, now } = await scoreWithoutLogging(ports, orgId, request, requestedBy);
  const own = { requestHash, status: 200, body, storedAt: now };
  const { stored, isFirst } = await ports.idempotency.store(orgId, key, own, entries);
  return { body: requireSameRequest(stored, requestHash).body, response: isFirst ? response : undefined };
}

/** @throws WorkflowError `idempotency_key_reused` */
export function requireSameRequest(stored: StoredResponse, requestHash: string): StoredResponse {
  if (stored.requestHash === requestHash) return stored;
  throw new WorkflowError('idempotency_key_reused', {});
}
