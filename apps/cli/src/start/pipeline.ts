import { englishText } from '@leadlight/common';
import { terminateIdleWorkers } from '@leadlight/learners';
import type { ModelReport, RunSummary } from '@leadlight/report';
import type { Storage } from '@leadlight/storage';
import { syncOrg, trainOnOrg, type Progress } from '@leadlight/workflows';
import { connectCrm, systemClock } from '../compose.ts';
import type { OrgConnection } from '../connection/connection-file.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatCount } from '../terminal/write-output.ts';
import { keepOpenLeads } from './keep-open-leads.ts';
import { releaseMemory } from './release-memory.ts';
import { scoreAndWrite } from './score-and-write.ts';
import type { Steps } from './steps.ts';

export interface PipelineOptions {
  readonly folder: string;
  readonly seed: number;
  /** Train even where there is an active model. */
  readonly retrain?: boolean;
  /** Called when the first records of the org are stored or there are none, and possibly again later. */
  readonly onFirstRecords?: () => void;
  /** Called once the best leads have their scores in the org, while the others are still written. @param bestLeadId the first of them */
  readonly onBestWritten?: (bestLeadId: string | undefined) => void;
}

/** What the entry of a model contains about its training, as `trainOnOrg` writes it. */
interface TrainingReport extends ModelReport {
  readonly snapshots: number;
  readonly converted: number;
  readonly horizonDays: number;
}

export interface PipelineResult {
  readonly orgId: string;
  readonly summary: RunSummary;
}

/**
 * Syncs, trains where there is no model yet, scores the open leads and writes the scores back. Every step can be killed
 * and repeated.
 */
export async function runPipeline(
  storage: Storage,
  connection: OrgConnection,
  options: PipelineOptions,
  steps: Steps,
): Promise<PipelineResult> {
  const ports = { ...storage, clock: systemClock };
  const { source, writer } = await connectCrm(options.folder, { connection });

  const { orgId } = await steps.run(
    'sync',
    () =>
      withProgress((progress) => {
        const update: Progress['update'] = (...done) => {
          options.onFirstRecords?.();
          progress.update(...done);
        };
        return syncOrg({ ...ports, source }, { ...progress, update });
      }),
    ({ added }) => `${formatCount(Object.values(added).reduce((sum, each) => sum + each, 0))} new records from the org`,
  );
  options.onFirstRecords?.();
  const openLeads = keepOpenLeads(storage.leadHistories, storage.unscoredLeads, systemClock);
  const { entry } = await steps.run(
    'train',
    async () => {
      const active = options.retrain ? undefined : await storage.models.findActive(orgId);
      if (active) return { entry: active };
      const { leadHistories } = openLeads;
      return withProgress((progress) =>
        trainOnOrg({ ...ports, leadHistories }, orgId, { seed: options.seed, quick: true }, progress),
      );
    },
    (result) => {
      const model = `model v${result.entry.version}`;
      if (!('stops' in result)) return `${model} exists already; --retrain trains a new one`;
      const stops = result.published ? '' : `; not published: ${englishText(result.stops)}`;
      return `${model} (${result.entry.learner})${stops}`;
    },
  );
  terminateIdleWorkers();
  releaseMemory();
  const { scored, written } = await scoreAndWrite({ ...ports, writer }, orgId, openLeads.take, steps, (bestLeadId) =>
    options.onBestWritten?.(bestLeadId),
  );
  const { snapshots, converted, goal, horizonDays, holdout } = entry.report as TrainingReport;
  const summary: RunSummary = {
    leads: (await storage.leadHistories.countLeads(orgId)).all,
    snapshots,
    converted,
    goal,
    horizonDays,
    test: holdout,
    scored: scored.scored,
    written: written.written,
    apiCalls: written.apiUsage ?? source.apiUsage(),
    steps: steps.done,
  };
  return { orgId, summary };
}
