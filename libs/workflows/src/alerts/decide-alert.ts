import { createHash } from 'node:crypto';
import { DAY_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { Alert, AlertCandidate, AlertFacts, AlertRule, AlertSettings, AlertState } from '../ports/index.ts';

/** Within which time the score must rise. */
const JUMP_MS = DAY_MS;

export interface Decision {
  readonly state: AlertState;
  readonly alert: Alert | undefined;
}

/** Derived from the cause, so that a repetition finds the alert that exists. */
export const alertIdOf = (rule: AlertRule, subjectId: string, cause: string): string =>
  `alr_${createHash('sha256').update(`${rule} ${subjectId} ${cause}`).digest('hex').slice(0, 24)}`;

export const alertOf = (given: Omit<Alert, 'id'>): Alert => ({
  id: alertIdOf(given.rule, given.subjectId, given.cause),
  ...given,
});

/**
 * Whether a new score of a lead raises an alert. Of one change, the alert is about the band that was entered rather than about the rise
 * that led there. What is not the lead's doing raises none: leads that were there when alerts were turned on, and scores that only
 * moved because another model is active.
 * @param onSince when alerts were turned on
 */
export function decideAlert(
  candidate: AlertCandidate,
  { bands, jumpPoints }: Pick<AlertSettings, 'bands' | 'jumpPoints'>,
  onSince: Instant,
  now: Instant,
): Decision {
  const { leadId, score, band, modelLabel, scoredAt } = candidate;
  const known = candidate.state !== null && candidate.state.seenAt >= onSince ? candidate.state : undefined;
  const isNew = candidate.state === null && candidate.createdAt >= onSince;
  const isOtherModel = known !== undefined && known.modelLabel !== modelLabel;
  const hasEntered = (known?.band ?? null) !== band;
  const reference = referenceOf(known, isOtherModel, candidate);
  const state = (jumped: boolean): AlertState => ({
    ...{ leadId, score, band, modelLabel, seenAt: now },
    bandSince: known === undefined && !isNew ? now : hasEntered ? scoredAt : known!.bandSince,
    ...(jumped ? { referenceScore: score, referenceAt: scoredAt } : reference),
  });
  const isSilent = (known === undefined && !isNew) || (isOtherModel && !candidate.hasChanged);
  if (isSilent) return { state: state(true), alert: undefined };
  const facts: AlertFacts = { score, band, formerScore: known?.score ?? null, formerBand: known?.band ?? null };
  const raise = (rule: AlertRule, cause: string, more: AlertFacts = {}): Decision => ({
    state: state(true),
    alert: alertOf({ rule, subjectId: leadId, cause, facts: { ...facts, ...more }, createdAt: now }),
  });
  const fromWorse = known === undefined || band < known.band;
  if (hasEntered && fromWorse && bands.includes(band)) return raise('band', `${band} ${scoredAt}`);
  const risenFrom = reference.referenceScore;
  if (known !== undefined && jumpPoints !== null && score - risenFrom >= jumpPoints) {
    return raise('jump', String(scoredAt), { risenFrom });
  }
  return { state: state(false), alert: undefined };
}

/** The lowest score of the last day, roughly: a reference that is older is replaced by the score that was in force until now. */
function referenceOf(
  known: AlertState | undefined,
  isOtherModel: boolean,
  { score, scoredAt }: AlertCandidate,
): Pick<AlertState, 'referenceScore' | 'referenceAt'> {
  if (known === undefined || isOtherModel) return { referenceScore: score, referenceAt: scoredAt };
  const isOld = scoredAt - known.referenceAt > JUMP_MS;
  if (isOld || known.score < known.referenceScore) return { referenceScore: known.score, referenceAt: scoredAt };
  return { referenceScore: known.referenceScore, referenceAt: known.referenceAt };
}
