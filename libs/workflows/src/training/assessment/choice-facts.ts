import { contenderRoles, type LearnerId } from '@leadlight/learners';
import type { TrainingFact } from '@leadlight/report';
import type { FittedContenders } from './contenders.ts';
import type { Fitted } from './fit.ts';

const comparisonNames: Readonly<Record<FittedContenders['comparedOn'], string>> = {
  'newer rows': 'log loss on newer examples, at their conversion rate',
  'all rows': 'cross-validated log loss',
};

interface WeightedMember {
  readonly learner: LearnerId;
  readonly weight: number;
}

/** How the winner was chosen, and what a blend consists of, for the report's table of facts. */
export function choiceFacts(
  { comparisons, comparedOn }: Pick<FittedContenders, 'comparisons' | 'comparedOn'>,
  published: Pick<Fitted, 'model'>,
): readonly TrainingFact[] {
  const nameOf = (id: string) => contenderRoles[id as LearnerId].name;
  const members = published.model.facts['blend'] as readonly WeightedMember[] | undefined;
  return [
    ...(comparisons.length > 0
      ? [
          {
            name: comparisonNames[comparedOn],
            value: comparisons.map(({ id, logLoss }) => `${nameOf(id)} ${logLoss.toFixed(4)}`).join(', '),
          },
        ]
      : []),
    ...(members
      ? [
          {
            name: 'weights in the blend',
            value: members
              .toSorted((a, b) => b.weight - a.weight)
              .map(({ learner, weight }) => `${nameOf(learner)} ${weight.toFixed(2)}`)
              .join(', '),
          },
        ]
      : []),
  ];
}
