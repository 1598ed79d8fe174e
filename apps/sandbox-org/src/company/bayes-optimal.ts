import { campaignResponseFactor } from './campaigns.ts';
import {
  MAX_MEETING_PROBABILITY,
  MAX_REPLIES_PER_STEP,
  MEAN_RESPONSE_DAYS,
  responseProbability,
  responsiveness,
} from './engagement.ts';
import {
  GRID_POINTS,
  interestAtPoint,
  TRANSITION_PROBABILITIES,
  expectedProbability,
  INITIAL_DISTRIBUTION,
} from './interest-grid.ts';
import { purchaseProbability, giveUpProbability, MAX_STEPS, STEP_MS } from './latent-interest.ts';
import type { CompanyRecord, LeadRecords } from './records.ts';
import { DAY_MS } from './settings.ts';
import { interpolateOverFit, horizonSteps, trueProbabilityAt } from './lead-truth.ts';
import type { LeadTruth } from './lead-truth.ts';

/** What a lead did within one two-day step, as far as it was known. */
interface StepObservations {
  replies: number;
  meetings: number;
  /** Campaigns joined in the step: the kind's pull, whether it has responded, and days it has had to. */
  readonly campaigns: { readonly pull: number; readonly responded: boolean; readonly days: number }[];
}

/**
 * Probability that the lead converts within `horizonDays` after `asOf`, knowing its facts and what it
 * has done by then (replies, meetings, campaign responses), but not its hidden interest: Bayes' rule
 * over the interest, step by step. No model that reads the org alone can do better, apart from what
 * reps write down of their own impressions. NaN and the certain cases as `trueProbabilityAt`.
 * @param campaignTypes Campaign.Type by campaign id
 * @source Rabiner 1989, forward recursion of a hidden Markov model
 */
export function bayesOptimalProbabilityAt(
  truth: LeadTruth,
  records: LeadRecords,
  campaignTypes: ReadonlyMap<string, string>,
  asOf: number,
  horizonDays: number,
): number {
  const certain = trueProbabilityAt(truth, asOf, horizonDays);
  if (Number.isNaN(certain) || certain === 0 || certain === 1) return certain;
  const steps = Math.min(MAX_STEPS - 1, Math.floor((asOf - truth.createdAt) / STEP_MS));
  const signs = observationsByStep(truth, records, campaignTypes, asOf, steps);
  const share = (asOf - truth.createdAt) / STEP_MS - steps;
  let belief = INITIAL_DISTRIBUTION;
  for (let step = 0; step <= steps; step += 1) {
    const whole = step < steps;
    belief = updateByObservations(
      belief,
      truth.fit,
      step,
      signs[step] as StepObservations,
      whole ? 1 : Math.min(1, share),
    );
    if (whole) belief = advanceOneStep(belief);
  }
  return interpolateOverFit(truth.fit, steps, horizonSteps(horizonDays), (table) => expectedProbability(table, belief));
}

function observationsByStep(
  truth: LeadTruth,
  { related }: LeadRecords,
  campaignTypes: ReadonlyMap<string, string>,
  asOf: number,
  steps: number,
): StepObservations[] {
  const signs = Array.from({ length: steps + 1 }, (): StepObservations => ({ replies: 0, meetings: 0, campaigns: [] }));
  const signAt = (at: number): StepObservations | undefined =>
    at <= asOf ? signs[Math.floor((at - truth.createdAt) / STEP_MS)] : undefined;
  const time = (record: CompanyRecord, field: string): number => Date.parse(String(record[field]));
  for (const message of related.EmailMessage) {
    const sign = message.Incoming === true ? signAt(time(message, 'MessageDate')) : undefined;
    if (sign) sign.replies += 1;
  }
  for (const event of related.Event) {
    const sign = signAt(time(event, 'CreatedDate'));
    if (sign) sign.meetings += 1;
  }
  for (const member of related.CampaignMember) {
    const joinedAt = time(member, 'CreatedDate');
    // The campaign that brought the lead says nothing of what came after.
    if (joinedAt === truth.createdAt) continue;
    const respondedAt = typeof member.FirstRespondedDate !== 'string' ? Infinity : time(member, 'FirstRespondedDate');
    signAt(joinedAt)?.campaigns.push({
      pull: campaignResponseFactor(campaignTypes.get(String(member.CampaignId))),
      responded: respondedAt <= asOf,
      days: (asOf - joinedAt) / DAY_MS,
    });
  }
  return signs;
}

/** The belief after a step's signs, and after the lead has neither decided nor been given up in it. */
function updateByObservations(
  belief: Float64Array,
  fit: number,
  step: number,
  signs: StepObservations,
  share: number,
): Float64Array {
  const next = belief.map((weight, index) => weight * likelihood(fit, interestAtPoint(index), step, signs, share));
  const total = next.reduce((sum, weight) => sum + weight, 0);
  return next.map((weight) => weight / total);
}

function likelihood(fit: number, interest: number, step: number, signs: StepObservations, share: number): number {
  const warmth = responsiveness(interest);
  const stays = (1 - purchaseProbability(fit, interest, step)) * (1 - giveUpProbability(interest, step));
  const replyRate = MAX_REPLIES_PER_STEP * warmth * share;
  const meetingRate = step === 0 ? 0 : MAX_MEETING_PROBABILITY * warmth * share;
  let product =
    Math.pow(stays, share) * Math.exp(-replyRate - meetingRate) * Math.pow(warmth, signs.replies + signs.meetings);
  for (const { pull, responded, days } of signs.campaigns) {
    const responds = responseProbability(pull, interest);
    product *= responded ? responds : 1 - responds * (1 - Math.exp(-days / MEAN_RESPONSE_DAYS));
  }
  return product;
}

/** The belief at the start of the next step. */
function advanceOneStep(belief: Float64Array): Float64Array {
  const next = new Float64Array(GRID_POINTS);
  for (let from = 0; from < GRID_POINTS; from += 1) {
    const weight = belief[from] as number;
    for (let to = 0; to < GRID_POINTS; to += 1)
      next[to] = (next[to] as number) + weight * (TRANSITION_PROBABILITIES[from * GRID_POINTS + to] as number);
  }
  return next;
}
