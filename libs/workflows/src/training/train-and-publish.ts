import type { LeftOutField } from '@leadlight/lead-features';
import type { ModelReport } from '@leadlight/report';
import type { TrainingRequest } from '../administration/scoring-settings/org-train-settings.ts';
import type { ModelEntry, Progress } from '../ports/index.ts';
import { rejectedRetrainingEvent } from '../notifications/service-events.ts';
import { withJob } from '../with-job.ts';
import type { Comparison } from './compare-with-active.ts';
import type { PublicationStop } from './publication-gate.ts';
import { shadowAfterTraining, startShadow } from './promotion/shadow-after-training.ts';
import { findActiveModel, trainAgainstActive } from './train-against-active.ts';
import { saveModel, type OrgCounts, type TrainOnOrgPorts } from './train-on-org.ts';

export interface PublishOptions {
  /** Publishes the new model although something speaks against it. */
  readonly publish?: boolean;
}

export interface OrgTraining extends OrgCounts {
  /** The new model; active if it was published. */
  readonly entry: ModelEntry;
  readonly published: boolean;
  /** Present where it was not published and scores in shadow mode, to be promoted if it proves better. */
  readonly isChallenger?: true;
  /** What speaks against publishing it, whether it was published or not. */
  readonly stops: readonly PublicationStop[];
  /** Absent if no model was active, or there are too few outcomes for a model. */
  readonly comparison?: Comparison;
  readonly report: ModelReport;
  readonly leftOut: readonly LeftOutField[];
  /** What to say if the learner supports fewer rows than there are, and learned from a sample. */
  readonly sampled?: string;
}

/**
 * Trains on the synced history with the org's settings; with too few outcomes, the points table. The first model becomes
 * active. A later one replaces the active model only if nothing speaks against it, or on request; it is stored in any case.
 * The replaced model goes on scoring in shadow mode; so does a new one that only seems worse, to be promoted if it proves better.
 * A killed training leaves nothing behind.
 * @throws WorkflowError `org_not_synced`, `work_in_progress`, `settings_invalid`, or a goal that the data cannot show; ForestError if a learner cannot learn from the data
 */
export async function trainOnOrg(
  ports: TrainOnOrgPorts,
  orgId: string,
  request: TrainingRequest,
  progress: Progress,
  { publish = false }: PublishOptions = {},
): Promise<OrgTraining> {
  return withJob(ports.claims, orgId, 'training', async (_lost, confirm) => {
    const active = await findActiveModel(ports.models, orgId);
    const { trained, comparison, stops } = await trainAgainstActive(ports, orgId, request, progress, active);
    const published = publish || stops.length === 0;
    // Training leaves no time to confirm the claim. If another process has taken it over, its later request counts.
    await confirm();
    const more = { comparison, publication: { stops } };
    const shadow = await shadowAfterTraining(ports, orgId, trained, active, { published, isForced: publish, stops });
    const entry = await ports.atomically(async (stores) => {
      const saved = await saveModel(stores.models, orgId, trained, published, more);
      if (shadow)
        await startShadow(
          stores,
          orgId,
          { role: shadow, active: active!.entry.id, saved: saved.id },
          trained.trainedAt,
        );
      return saved;
    });
    if (!published) {
      const reasons = stops.map(({ english }) => english);
      await ports.modelEvents.open(orgId, rejectedRetrainingEvent(entry, reasons, trained.trainedAt));
    }
    const { report, counts, leftOut, sampled } = trained;
    return {
      entry,
      published,
      ...(shadow === 'challenger' && { isChallenger: true as const }),
      stops,
      comparison,
      report,
      ...counts,
      leftOut,
      sampled,
    };
  });
}
