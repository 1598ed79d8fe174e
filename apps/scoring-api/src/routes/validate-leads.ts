import { setImmediate as nextLoopIteration } from 'node:timers/promises';
import {
  CountedLead,
  LeadToScore,
  MAX_LEADS_PER_REQUEST,
  ScoreLeadsEnvelope,
  type FieldError,
  type ScoreLeadsRequest,
} from '@leadlight/contract';
import { findErrors, invalidRequestProblem } from '../http/validate.ts';

/** The event loop runs again after this time, so that a large request does not keep others waiting. */
const SLICE_MS = 10;
/** Validation stops at this many errors: to find 90,000 would take seconds. */
const ENOUGH_ERRORS = 200;

/**
 * Validates a scoring request lead by lead, in slices of a few milliseconds.
 * @throws HttpProblem `invalid-request`
 */
export async function validateScoreLeadsRequest(body: unknown): Promise<ScoreLeadsRequest> {
  const { data: envelope, errors: ofEnvelope } = findErrors(ScoreLeadsEnvelope, body, 'body');
  const valid: LeadToScore[] = [];
  const errors: FieldError[] = [...(ofEnvelope ?? [])];
  let sliceEndsAt = performance.now() + SLICE_MS;
  for (const [index, lead] of leadsOf(body).entries()) {
    const at = ['leads', index];
    // Fields are counted before their values are checked.
    const counted = findErrors(CountedLead, lead, 'body', at);
    const { errors: found, data } = counted.errors ? counted : findErrors(LeadToScore, lead, 'body', at);
    if (found) errors.push(...found);
    else valid.push(data as LeadToScore);
    if (errors.length >= ENOUGH_ERRORS) break;
    if (performance.now() < sliceEndsAt) continue;
    await nextLoopIteration();
    sliceEndsAt = performance.now() + SLICE_MS;
  }
  if (!envelope || errors.length > 0) throw invalidRequestProblem('body', errors);
  return { ...envelope, leads: valid };
}

/** The leads of a body that may be invalid elsewhere; none where there are more than is allowed. */
function leadsOf(body: unknown): readonly unknown[] {
  if (typeof body !== 'object' || body === null || !('leads' in body) || !Array.isArray(body.leads)) return [];
  return body.leads.length <= MAX_LEADS_PER_REQUEST ? body.leads : [];
}
