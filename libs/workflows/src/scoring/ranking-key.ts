import type { ScoringModel } from './scoring-model.ts';

/** Changes when every open lead must be scored again: with another model, or after a change of whom the ranking shows. */
export const rankingKeyOf = ({
  entry,
  ranking,
  losses,
  experiment,
}: Pick<ScoringModel, 'entry' | 'ranking' | 'losses' | 'experiment'>): string =>
  JSON.stringify([
    entry.id,
    ranking?.rules,
    ranking?.bandShares,
    losses?.map(({ field, affects }) => [field, affects]),
    // When it stops, hidden scores are written.
    experiment?.id,
    experiment?.state,
  ]);

/** The model with the probabilities that leads are ranked by. */
export const withOpenLeads = (model: ScoringModel, openLeads: readonly number[] | undefined): ScoringModel =>
  model.ranking && openLeads ? { ...model, ranking: { ...model.ranking, openLeads } } : model;
