import { codedMessage, messageValue, type CodedMessage } from '@leadlight/common';

/** Why there is no model, or only one with uncertain figures. */
export type TrainingPlanCode =
  'too_few_for_a_model' | 'few_leads' | 'too_few_to_learn_from' | 'none_converted' | 'all_converted';

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

const count = (value: number) => messageValue('count', value);

/** Plans by leads, not by snapshots: several snapshots of one lead say little more than one. */
export function trainingPlanFor(leads: { readonly converted: number; readonly not: number }): TrainingPlan {
  const { converted, not } = leads;
  const settled = converted + not;
  if (Math.min(converted, not) < MIN_LEADS_PER_OUTCOME) {
    const reason = codedMessage(
      'too_few_for_a_model',
      '{0} leads converted and {1} did not; a model needs at least {2} of each, so leads are scored by the points table until then.',
      [count(converted), count(not), count(MIN_LEADS_PER_OUTCOME)],
    );
    return { kind: 'rules', reason };
  }
  if (settled >= MIN_LEADS_FOR_FULL_PLAN) return { kind: 'full' };
  const reason = codedMessage('few_leads', '{0} settled leads are few, so its figures are uncertain.', [
    count(settled),
  ]);
  return { kind: 'small', reason };
}

/**
 * Too few snapshots of an outcome are left to learn from once the newest are held out.
 * @param train snapshots to learn from, by outcome
 */
export function tooFewToLearnFrom(train: { readonly converted: number; readonly not: number }): TrainingPlanReason {
  return codedMessage(
    'too_few_to_learn_from',
    'With the newest snapshots held out to measure on, {0} snapshots that converted and {1} that did not are left to learn from; a model needs at least {2} of each, so leads are scored by the points table until then.',
    [count(train.converted), count(train.not), count(MIN_LEADS_PER_OUTCOME)],
  );
}

/** All held-out snapshots have one outcome. */
export function oneOutcomeHeldOut(snapshots: number, outcome: 'none' | 'all'): TrainingPlanReason {
  return codedMessage(
    outcome === 'none' ? 'none_converted' : 'all_converted',
    `${outcome === 'none' ? 'None' : 'All'} of the {0} snapshots held out to measure on converted; a model needs some of each outcome, so leads are scored by the points table until then.`,
    [count(snapshots)],
  );
}
