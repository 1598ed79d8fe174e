import { DAY_MS } from '@leadlight/common';
import { campaignResponseFactor } from './campaigns.ts';
import {
  expectedProbability,
  GRID_POINTS,
  INITIAL_DISTRIBUTION,
  interestAtPoint,
  TRANSITION_PROBABILITIES,
} from './interest-grid.ts';
import {
  giveUpProbability,
  MAX_MEETING_PROBABILITY,
  MAX_REPLIES_PER_STEP,
  MAX_STEPS,
  MEAN_RESPONSE_DAYS,
  purchaseProbability,
  responseProbability,
  responsiveness,
  STEP_MS,
} from './latent-interest.ts';
import { horizonSteps, interpolateOverFit, type LeadTruth, trueProbabilityAt } from './lead-truth.ts';
import type { CompanyRecord, LeadRecords } from './records.ts';

/** What was observed of a lead in one step, up to `asOf`. */
interface StepObservations {
  replies: number;
  meetings: number;
  /** Campaigns joined in the step, with the days that the lead has had to respond. */
  readonly campaigns: { readonly responseFactor: number; readonly responded: boolean; readonly days: number }[];
}

/**
 * Probability that the lead converts within `horizonDays` after `asOf`, given its profile and what it did by then (replies,
 * meetings, campaign responses), but not its latent interest, of which it is the mean over the posterior distribution. No
 * model of the org's records can do better, except by what reps write down of their impressions. NaN, 0 and 1 as in
 * `trueProbabilityAt`.
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
  const trueProbability = trueProbabilityAt(truth, asOf, horizonDays);
  if (Number.isNaN(trueProbability) || trueProbability === 0 || trueProbability === 1) return trueProbability;
  const steps = Math.min(MAX_STEPS - 1, Math.floor((asOf - truth.createdAt) / STEP_MS));
  const shareOfLastStep = Math.min(1, (asOf - truth.createdAt) / STEP_MS - steps);
  let distribution = INITIAL_DISTRIBUTION;
  for (const [step, observations] of observationsByStep(truth, records, campaignTypes, asOf, steps).entries()) {
    const isLast = step === steps;
    distribution = updateByObservations(distribution, truth.fit, step, observations, isLast ? shareOfLastStep : 1);
    if (!isLast) distribution = advanceOneStep(distribution);
  }
  return interpolateOverFit(truth.fit, steps, horizonSteps(horizonDays), (table) =>
    expectedProbability(table, distribution),
  );
}

function observationsByStep(
  truth: LeadTruth,
  { related }: LeadRecords,
  campaignTypes: ReadonlyMap<string, string>,
  asOf: number,
  steps: number,
): StepObservations[] {
  const observations = Array.from({ length: steps + 1 }, (): StepObservations => ({
    replies: 0,
    meetings: 0,
    campaigns: [],
  }));
  const stepAt = (at: number): StepObservations | undefined =>
    at <= asOf ? observations[Math.floor((at - truth.createdAt) / STEP_MS)] : undefined;
  const timeOf = (record: CompanyRecord, field: string): number => Date.parse(String(record[field]));
  for (const message of related.EmailMessage) {
    const step = message.Incoming === true ? stepAt(timeOf(message, 'MessageDate')) : undefined;
    if (step) step.replies += 1;
  }
  for (const event of related.Event) {
    const step = stepAt(timeOf(event, 'CreatedDate'));
    if (step) step.meetings += 1;
  }
  for (const member of related.CampaignMember) {
    const joinedAt = timeOf(member, 'CreatedDate');
    // The source campaign was not joined out of interest.
    if (joinedAt === truth.createdAt) continue;
    const respondedAt = typeof member.FirstRespondedDate === 'string' ? timeOf(member, 'FirstRespondedDate') : Infinity;
    stepAt(joinedAt)?.campaigns.push({
      responseFactor: campaignResponseFactor(campaignTypes.get(String(member.CampaignId))),
      responded: respondedAt <= asOf,
      days: (asOf - joinedAt) / DAY_MS,
    });
  }
  return observations;
}

/** The posterior after the observations of a step in which the lead neither decided nor was given up. */
function updateByObservations(
  distribution: Float64Array,
  fit: number,
  step: number,
  observations: StepObservations,
  shareOfStep: number,
): Float64Array {
  const next = distribution.map(
    (weight, index) => weight * likelihood(fit, interestAtPoint(index), step, observations, shareOfStep),
  );
  const total = next.reduce((sum, weight) => sum + weight, 0);
  return next.map((weight) => weight / total);
}

function likelihood(
  fit: number,
  interest: number,
  step: number,
  { replies, meetings, campaigns }: StepObservations,
  shareOfStep: number,
): number {
  const response = responsiveness(interest);
  const stays = (1 - purchaseProbability(fit, interest, step)) * (1 - giveUpProbability(interest, step));
  const replyRate = MAX_REPLIES_PER_STEP * response * shareOfStep;
  const meetingRate = step === 0 ? 0 : MAX_MEETING_PROBABILITY * response * shareOfStep;
  let product =
    Math.pow(stays, shareOfStep) * Math.exp(-replyRate - meetingRate) * Math.pow(response, replies + meetings);
  for (const { responseFactor, responded, days } of campaigns) {
    const responds = responseProbability(responseFactor, interest);
    product *= responded ? responds : 1 - responds * (1 - Math.exp(-days / MEAN_RESPONSE_DAYS));
  }
  return product;
}

/** The prior distribution at the start of the next step. */
function advanceOneStep(distribution: Float64Array): Float64Array {
  const next = new Float64Array(GRID_POINTS);
  for (let from = 0; from < GRID_POINTS; from += 1) {
    const weight = distribution[from] as number;
    for (let to = 0; to < GRID_POINTS; to += 1) {
      next[to] = (next[to] as number) + weight * (TRANSITION_PROBABILITIES[from * GRID_POINTS + to] as number);
    }
  }
  return next;
}
