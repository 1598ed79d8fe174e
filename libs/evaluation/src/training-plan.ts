import type { CodedMessage } from './coded-message.ts';

/** Why there is no model, or one with uncertain figures; the comment names what fills the places. */
export type TrainingPlanCode =
  /** leads that converted, that did not, fewest of each */
  | 'too_few_for_a_model'
  /** decided leads */
  | 'few_leads'
  /** looks that converted, that did not, fewest of each */
  | 'too_few_to_learn_from'
  /** looks that are held out */
  | 'none_converted'
  | 'all_converted';

/** A sentence, and the same by code. */
export interface TrainingPlanReason {
  readonly reason: string;
  readonly told: CodedMessage<TrainingPlanCode>;
}

/** What an org's history is enough for. */
export type TrainingPlan =
  /** Too little for any model: leads are scored by the rules table, and the score says so. */
  | ({ readonly kind: 'rules' } & TrainingPlanReason)
  /** Enough for a model, but one whose figures are uncertain. */
  | ({ readonly kind: 'small' } & TrainingPlanReason)
  | { readonly kind: 'full' };

/** Fewest leads of each outcome for a model. */
export const MIN_LEADS_PER_OUTCOME = 40;
const MIN_LEADS_FOR_FULL_PLAN = 1000;

/** Plans by leads, not by snapshots of them: several snapshots of one lead tell little more than one. */
export function trainingPlanFor(leads: { readonly converted: number; readonly not: number }): TrainingPlan {
  const { converted, not } = leads;
  if (Math.min(converted, not) < MIN_LEADS_PER_OUTCOME) {
    return {
      kind: 'rules',
      reason: `${converted} leads converted and ${not} did not; a model needs at least ${MIN_LEADS_PER_OUTCOME} of each, so leads are scored by the rules table until then.`,
      told: { code: 'too_few_for_a_model', values: [converted, not, MIN_LEADS_PER_OUTCOME] },
    };
  }
  const all = converted + not;
  if (all >= MIN_LEADS_FOR_FULL_PLAN) return { kind: 'full' };
  return {
    kind: 'small',
    reason: `${all} decided leads are few, so its figures are uncertain.`,
    told: { code: 'few_leads', values: [all] },
  };
}
