import type { ModelReport, RunSummary } from '@leadlight/report';
import type { Storage } from '@leadlight/storage';
import { scoreOpenLeads, syncOrg, trainOnOrg, writeBack } from '@leadlight/workflows';
import type { StartOptions } from '../commands/start.ts';
import { connectCrm, systemClock } from '../compose.ts';
import type { OrgConnection } from '../connection/connection-file.ts';
import { withProgress } from '../terminal/with-progress.ts';
import type { Steps } from './steps.ts';

const formatCount = (value: number) => value.toLocaleString('en');

/** What a model's entry keeps of its training, as `trainOnOrg` writes it. */
interface TrainingReport extends ModelReport {
  readonly snapshots: number;
  readonly converted: number;
  readonly horizonDays: number;
}

export interface PipelineResult {
  readonly orgId: string;
  readonly summary: RunSummary;
  readonly bestLeadId: string | undefined;
}

/**
 * The main job: sync, train where there is no model yet, score the open leads, write back. Every step can be killed and
 * repeated.
 */
export async function runPipeline(
  storage: Storage,
  connection: OrgConnection,
  options: Pick<StartOptions, 'folder' | 'seed' | 'retrain'>,
  steps: Steps,
): Promise<PipelineResult> {
  const ports = { ...storage, clock: systemClock };
  const { source, writer } = await connectCrm(options.folder, { connection });

  const { orgId } = await steps.run(
    'sync',
    () => withProgress((progress) => syncOrg({ ...ports, source }, progress)),
    ({ added }) => `${formatCount(Object.values(added).reduce((sum, each) => sum + each, 0))} new records from the org`,
  );
  const { entry } = await steps.run(
    'train',
    async () => {
      const active = options.retrain ? undefined : await storage.models.findActive(orgId);
      if (active) return { entry: active, trained: false };
      const training = await withProgress((progress) => trainOnOrg(ports, orgId, { seed: options.seed }, progress));
      return { entry: training.entry, trained: true };
    },
    ({ entry, trained }) =>
      trained
        ? `model v${entry.version} (${entry.learner})`
        : `model v${entry.version} is there already; --retrain makes a new one`,
  );
  const { scored, best } = await steps.run(
    'score',
    () => withProgress((progress) => scoreOpenLeads(ports, orgId, progress)),
    (result) => `${formatCount(result.scored)} open leads, ${formatCount(result.queued)} changed`,
  );
  const written = await steps.run(
    'write back',
    () => withProgress((progress) => writeBack({ ...ports, writer }, orgId, progress)),
    (result) =>
      `${formatCount(result.written)} leads${result.failed.length ? `, ${result.failed.length} refused` : ''}`,
  );
  const report = entry.report as TrainingReport;
  const leads = await storage.leadHistories.countLeads(orgId);
  const summary: RunSummary = {
    leads: leads.all,
    snapshots: report.snapshots,
    converted: report.converted,
    horizonDays: report.horizonDays,
    test: report.holdout,
    scored,
    written: written.written,
    apiCalls: written.apiUsage ?? source.apiUsage(),
    steps: steps.done,
  };
  return { orgId, summary, bestLeadId: best?.leadId };
}
