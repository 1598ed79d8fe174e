import { isLeadlightError } from '@leadlight/common';
import type { BucketRun } from '../ports/index.ts';
import { ActiveModels, type ActiveModelsPorts } from '../scoring/active-models.ts';
import { scoringWork, type ScoreBucketPorts, type ScoringPayload } from '../scoring/score-bucket.ts';
import { ShadowScoring, type ShadowScoringPorts } from '../scoring/shadow-scoring.ts';
import { EXAMPLES_RUN, snapshotWork, type SnapshotPayload } from '../training/examples/collect-in-buckets.ts';
import { workOnBuckets, type BucketPorts, type DoBucket } from './share-run.ts';

export interface HelpWithRunsPorts extends ScoreBucketPorts, Pick<BucketPorts, 'claims'> {
  readonly models: ActiveModelsPorts['models'] & ShadowScoringPorts['models'];
  readonly shadowModels: ShadowScoringPorts['shadowModels'];
  readonly crmUsers: ActiveModelsPorts['crmUsers'];
  readonly scoringSettings: ActiveModelsPorts['scoringSettings'];
  readonly orgs: ActiveModelsPorts['orgs'];
  readonly experiments: ActiveModelsPorts['experiments'] & ScoreBucketPorts['experiments'];
}

export interface RunsHelped {
  /** Buckets that were done. */
  readonly buckets: number;
  /** Runs that were skipped, because their model or ranking is no longer active. */
  readonly outdatedRuns: number;
}

/** Works on the buckets of an org's runs that other processes have started, until none waits for a process. */
export async function helpWithRuns(ports: HelpWithRunsPorts, orgId: string, stop: AbortSignal): Promise<RunsHelped> {
  const scorer = { active: new ActiveModels(ports), shadow: new ShadowScoring(ports) };
  let [buckets, outdatedRuns] = [0, 0];
  for (const run of await ports.bucketRuns.list(orgId)) {
    const work = workOf(ports, orgId, run, scorer);
    const counted: DoBucket = async (bucket) => {
      await work(bucket);
      buckets += 1;
    };
    try {
      await workOnBuckets(ports, orgId, run, counted, stop);
    } catch (error) {
      // The process that started it notices, too, and starts a new one.
      if (error instanceof OutdatedRun) outdatedRuns += 1;
      // Otherwise the run has ended.
      else if (!isLeadlightError(error, 'claim_lost')) throw error;
    }
  }
  return { buckets, outdatedRuns };
}

/** Ends work on a run whose model or ranking is no longer active. */
class OutdatedRun extends Error {}

function workOf(
  ports: HelpWithRunsPorts,
  orgId: string,
  run: BucketRun,
  { active, shadow }: { readonly active: ActiveModels; readonly shadow: ShadowScoring },
): DoBucket {
  if (run.kind === EXAMPLES_RUN) return snapshotWork(ports, run as BucketRun<SnapshotPayload>, orgId);
  return async (bucket) => {
    const model = await active.get(orgId);
    const work = scoringWork(ports, run as BucketRun<ScoringPayload>, { orgId, model, shadow });
    if (!work) throw new OutdatedRun();
    await work(bucket);
  };
}
