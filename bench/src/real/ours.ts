import type { Split } from '@leadlight/evaluation';
import { contenderRoles, learnerIds, type LearnerId } from '@leadlight/learners';
import { fitContenders, noProgress, predictByContenders, type Dataset } from '@leadlight/workflows';

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
  const trained = fitContenders(dataset, train, { seed }, noProgress, publishable);
  const contenders = predictByContenders(dataset, train, test, trained);
  const { user, system } = process.cpuUsage(before);
  const probabilities = contenders.map(
    ({ id, probabilities: own }) => [id as LearnerId, Float64Array.from(own)] as const,
  );
  return { probabilities: new Map(probabilities), best: trained.winner!, processorSeconds: (user + system) / 1e6 };
}
