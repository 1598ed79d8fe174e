import type { Split } from '@leadlight/evaluation';
import { contenderRoles, learnerIds, type LearnerId } from '@leadlight/learners';
import { chooseLearner, noProgress, trainContenders, type Dataset } from '@leadlight/workflows';

/** Our contenders on one split. */
export interface OurResult {
  /** [test rows] by learner */
  readonly probabilities: ReadonlyMap<LearnerId, Float64Array>;
  /** The learner that a training without settings publishes, chosen from the training rows only. */
  readonly best: LearnerId;
  readonly processorSeconds: number;
}

/** What can be published. ml-random-forest supports no more than 1,000 rows. */
const publishable = learnerIds.filter((id) => contenderRoles[id].canWin && id !== 'ml-random-forest');

/** Trains our contenders without any setting. */
export function trainOurs(dataset: Dataset, { train, test }: Split, seed: number): OurResult {
  const before = process.cpuUsage();
  const { contenders } = trainContenders(dataset, train, test, { seed }, noProgress, publishable);
  const best = chooseLearner(dataset, train, { seed });
  const { user, system } = process.cpuUsage(before);
  const probabilities = contenders.map(
    ({ id, probabilities: own }) => [id as LearnerId, Float64Array.from(own)] as const,
  );
  return { probabilities: new Map(probabilities), best, processorSeconds: (user + system) / 1e6 };
}
