import { campaignPull } from './campaigns.ts';
import { MOST_MEETINGS, MOST_REPLIES, RESPONSE_DAYS, responseChance, warmthAt } from './engagement.ts';
import { GRID, gridValue, moves, overBelief, startBelief } from './grid.ts';
import { buyChance, giveUpChance, MAX_STEPS, STEP_MS } from './interest.ts';
import type { CompanyRecord, LeadRecords } from './records.ts';
import { DAY_MS } from './settings.ts';
import { overFit, stepsOf, trueProbabilityAt } from './truth.ts';
import type { LeadTruth } from './truth.ts';

/** What a lead did within one two-day step, as far as it was known. */
interface StepSigns {
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
export function knownProbabilityAt(
  truth: LeadTruth,
  records: LeadRecords,
  campaignTypes: ReadonlyMap<string, string>,
  asOf: number,
  horizonDays: number,
): number {
  const certain = trueProbabilityAt(truth, asOf, horizonDays);
  if (Number.isNaN(certain) || certain === 0 || certain === 1) return certain;
  const steps = Math.min(MAX_STEPS - 1, Math.floor((asOf - truth.createdAt) / STEP_MS));
  const signs = signsOf(truth, records, campaignTypes, asOf, steps);
  const share = (asOf - truth.createdAt) / STEP_MS - steps;
  let belief = startBelief;
  for (let step = 0; step <= steps; step += 1) {
    const whole = step < steps;
    belief = observed(belief, truth.fit, step, signs[step] as StepSigns, whole ? 1 : Math.min(1, share));
    if (whole) belief = moved(belief);
  }
  return overFit(truth.fit, steps, stepsOf(horizonDays), (table) => overBelief(table, belief));
}

function signsOf(
  truth: LeadTruth,
  { related }: LeadRecords,
  campaignTypes: ReadonlyMap<string, string>,
  asOf: number,
  steps: number,
): StepSigns[] {
  const signs = Array.from({ length: steps + 1 }, (): StepSigns => ({ replies: 0, meetings: 0, campaigns: [] }));
  const signAt = (at: number): StepSigns | undefined =>
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
      pull: campaignPull(campaignTypes.get(String(member.CampaignId))),
      responded: respondedAt <= asOf,
      days: (asOf - joinedAt) / DAY_MS,
    });
  }
  return signs;
}

/** The belief after a step's signs, and after the lead has neither decided nor been given up in it. */
function observed(belief: Float64Array, fit: number, step: number, signs: StepSigns, share: number): Float64Array {
  const next = belief.map((weight, index) => weight * likelihood(fit, gridValue(index), step, signs, share));
  const total = next.reduce((sum, weight) => sum + weight, 0);
  return next.map((weight) => weight / total);
}

function likelihood(fit: number, interest: number, step: number, signs: StepSigns, share: number): number {
  const warmth = warmthAt(interest);
  const stays = (1 - buyChance(fit, interest, step)) * (1 - giveUpChance(interest, step));
  const replyRate = MOST_REPLIES * warmth * share;
  const meetingRate = step === 0 ? 0 : MOST_MEETINGS * warmth * share;
  let product =
    Math.pow(stays, share) * Math.exp(-replyRate - meetingRate) * Math.pow(warmth, signs.replies + signs.meetings);
  for (const { pull, responded, days } of signs.campaigns) {
    const responds = responseChance(pull, interest);
    product *= responded ? responds : 1 - responds * (1 - Math.exp(-days / RESPONSE_DAYS));
  }
  return product;
}

/** The belief at the start of the next step. */
function moved(belief: Float64Array): Float64Array {
  const next = new Float64Array(GRID);
  for (let from = 0; from < GRID; from += 1) {
    const weight = belief[from] as number;
    for (let to = 0; to < GRID; to += 1) next[to] = (next[to] as number) + weight * (moves[from * GRID + to] as number);
  }
  return next;
}
