import type { FeatureSchema } from '@leadlight/lead-features';
import type { ExplainedScore } from '@leadlight/lead-score';

/** The features of a model whose values are ids of people, and what these people are called. */
export interface People {
  readonly features: ReadonlySet<string>;
  /** By id; who is not here is shown by the id. */
  readonly names: ReadonlyMap<string, string>;
}

/** Undefined where no feature names people, as in most orgs: then nobody's name is needed. */
export function peopleFeaturesOf({ features }: FeatureSchema): ReadonlySet<string> | undefined {
  const named = features.filter(({ people }) => people).map(({ name }) => name);
  return named.length > 0 ? new Set(named) : undefined;
}

/** The score with people's names in place of their ids: what is read, logged and written; the model keeps to the ids. */
export function withNames(score: ExplainedScore, people: People | undefined): ExplainedScore {
  if (!people || score.reasons.length === 0) return score;
  const reasons = score.reasons.map((reason) => {
    if (!people.features.has(reason.feature) || typeof reason.value !== 'string') return reason;
    return { ...reason, value: people.names.get(reason.value) ?? reason.value };
  });
  return { ...score, reasons };
}
