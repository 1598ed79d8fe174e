import { codedMessage, messageValue, type CodedMessage } from '@leadlight/common';

/** Why there is no model, or only one with uncertain figures; `force-app/labels.csv` has the translations. */
export const trainingPlanTemplates = {
  too_few_for_a_model:
    '{0} leads reached the goal and {1} did not. A model needs at least {2} of each, so leads are scored by the points table until then.',
  few_leads: 'Only {0} leads have a known outcome, so the figures are uncertain.',
  too_few_to_learn_from:
    'With the newest snapshots held out for measurement, {0} that reached the goal and {1} that did not remain for training. A model needs at least {2} of each, so leads are scored by the points table until then.',
  none_converted:
    'None of the {0} snapshots held out for measurement reached the goal. A model needs both outcomes, so leads are scored by the points table until then.',
  all_converted:
    'All {0} snapshots held out for measurement reached the goal. A model needs both outcomes, so leads are scored by the points table until then.',
} as const;

export type TrainingPlanCode = keyof typeof trainingPlanTemplates;

export type TrainingPlanReason = CodedMessage<TrainingPlanCode>;

/** What an org's history is enough for. */
export type TrainingPlan =
  /** Too little for any model: leads are scored by the points table, and the score says so. */
  | { readonly kind: 'rules'; readonly reason: TrainingPlanReason }
  /** Enough for a model, but one whose figures are uncertain. */
  | { readonly kind: 'small'; readonly reason: TrainingPlanReason }
  | { readonly kind: 'full' };

/** Fewest leads of each outcome for a model. */
export const MIN_LEADS_PER_OUTCOME = 40;
const MIN_LEADS_FOR_FULL_PLAN = 1000;

const reasonOf = (code: TrainingPlanCode, ...counts: readonly number[]): TrainingPlanReason =>
  codedMessage(
    code,
    trainingPlanTemplates[code],
    counts.map((count) => messageValue('count', count)),
  );

/** Plans by leads, not by snapshots: several snapshots of one lead say little more than one. */
export function trainingPlanFor(leads: { readonly converted: number; readonly not: number }): TrainingPlan {
  const { converted, not } = leads;
  const settled = converted + not;
  if (Math.min(converted, not) < MIN_LEADS_PER_OUTCOME) {
    return { kind: 'rules', reason: reasonOf('too_few_for_a_model', converted, not, MIN_LEADS_PER_OUTCOME) };
  }
  if (settled >= MIN_LEADS_FOR_FULL_PLAN) return { kind: 'full' };
  return { kind: 'small', reason: reasonOf('few_leads', settled) };
}

/**
 * Too few snapshots of an outcome are left to learn from once the newest are held out.
 * @param train snapshots to learn from, by outcome
 */
export function tooFewToLearnFrom(train: { readonly converted: number; readonly not: number }): TrainingPlanReason {
  return reasonOf('too_few_to_learn_from', train.converted, train.not, MIN_LEADS_PER_OUTCOME);
}

/** All held-out snapshots have one outcome. */
export function oneOutcomeHeldOut(snapshots: number, outcome: 'none' | 'all'): TrainingPlanReason {
  return reasonOf(outcome === 'none' ? 'none_converted' : 'all_converted', snapshots);
}
