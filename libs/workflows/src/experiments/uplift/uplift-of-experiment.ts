import { DAY_MS } from '@leadlight/common';
import { pairOfFortnight } from '@leadlight/evaluation';
import { goalReachedAt, rowOf, snapshotAt, type FeatureSchema } from '@leadlight/lead-features';
import { WorkflowError } from '../../errors.ts';
import type {
  Clock,
  EnrolledLead,
  ExperimentEntry,
  ExperimentStore,
  LeadHistoryStore,
  ModelStore,
  Progress,
} from '../../ports/index.ts';
import { latestRow } from '../../scoring/score-histories.ts';
import { scoringModelOf } from '../../scoring/scoring-model.ts';
import { featureColumns } from '../../training/examples/org-snapshots.ts';
import { TableBuilder } from '../../training/examples/table-builder.ts';
import { assessUplift, trainUplift, type UpliftAssessment, type UpliftRecords } from './assess-uplift.ts';

export interface ExperimentUpliftPorts {
  readonly experiments: Pick<ExperimentStore, 'list' | 'readLeads'>;
  readonly leadHistories: Pick<LeadHistoryStore, 'findHistories' | 'readHistories'>;
  readonly models: Pick<ModelStore, 'findActive' | 'getFile'>;
  readonly clock: Clock;
}

export interface ExperimentUplift extends UpliftAssessment {
  readonly experiment: ExperimentEntry;
  /** Of both compared arms, whose horizon had passed when it was stopped, without those that were erased since. */
  readonly settled: number;
  readonly erased: number;
  /** Open leads, those first that gain most from being worked on by their score; empty where uplift is not offered. */
  readonly openLeads: readonly { readonly leadId: string; readonly uplift: number }[];
}

const LEADS_PER_CHUNK = 500;

/**
 * As `assessUplift`, for the newest finished experiment of an org: treated are the leads whose score was shown. A lead's features are
 * those of the active model at its first score.
 * @throws WorkflowError `no_active_model`, `no_finished_experiment`, and as `assessUplift`
 */
export async function upliftOfExperiment(
  ports: ExperimentUpliftPorts,
  orgId: string,
  seed: number,
  progress: Progress,
): Promise<ExperimentUplift> {
  const entry = await ports.models.findActive(orgId);
  if (!entry) throw new WorkflowError('no_active_model', { orgId });
  const experiment = (await ports.experiments.list(orgId)).find(({ state }) => state !== 'running');
  if (!experiment) throw new WorkflowError('no_finished_experiment', {});
  const { schema } = scoringModelOf(entry, await ports.models.getFile(orgId, entry.id));
  const { records, erased } = await recordsOf(ports, orgId, experiment, schema);
  const assessment = assessUplift(records, seed, progress);
  const { offered } = assessment;
  const model = offered && trainUplift(records, offered, seed);
  const openLeads: { readonly leadId: string; readonly uplift: number }[] = [];
  for await (const chunk of model ? ports.leadHistories.readHistories(orgId, 'open', LEADS_PER_CHUNK) : []) {
    const table = new TableBuilder(schema);
    for (const history of chunk) table.add(latestRow(schema, history, ports.clock.now()));
    const uplifts = model!.predictTable(table.take([...chunk.keys()]));
    openLeads.push(...chunk.map(({ leadId }, i) => ({ leadId, uplift: uplifts[i]! })));
  }
  openLeads.sort((a, b) => b.uplift - a.uplift || (a.leadId < b.leadId ? -1 : 1));
  return { ...assessment, experiment, settled: records.examples.rows, erased, openLeads };
}

async function recordsOf(
  { experiments, leadHistories }: ExperimentUpliftPorts,
  orgId: string,
  { id, plan, stoppedAt }: ExperimentEntry,
  schema: FeatureSchema,
): Promise<{ readonly records: UpliftRecords; readonly erased: number }> {
  const horizonMs = plan.horizonDays * DAY_MS;
  const table = new TableBuilder(schema);
  const [labels, treated, groups]: [number[], number[], string[]] = [[], [], []];
  let erased = 0;
  for await (const chunk of experiments.readLeads(orgId, id, LEADS_PER_CHUNK)) {
    const settled = chunk.filter(
      ({ arm, enrolledAt }) => arm !== 'exploration' && enrolledAt + horizonMs <= stoppedAt!,
    );
    const histories = await leadHistories.findHistories(
      orgId,
      settled.map(({ leadId }) => leadId),
    );
    for (const lead of settled) {
      const history = histories.get(lead.leadId);
      if (!history) {
        erased++;
        continue;
      }
      table.add(rowOf(schema, snapshotAt(history, lead.enrolledAt)));
      const reachedAt = goalReachedAt(history, plan.goal);
      labels.push(reachedAt !== null && reachedAt <= lead.enrolledAt + horizonMs ? 1 : 0);
      treated.push(lead.arm === 'shown' ? 1 : 0);
      groups.push(groupOf(lead, plan.design));
    }
  }
  const rows = [...labels.keys()];
  const examples = { ...table.take(rows), labels: Uint8Array.from(labels), treated: Uint8Array.from(treated) };
  return { records: { examples, columns: featureColumns(schema, table, rows), groups }, erased };
}

/** Where chance has decided for all leads of a rep in two fortnights, these say less than as many unrelated leads. */
const groupOf = ({ leadId, repId, fortnight }: EnrolledLead, design: ExperimentEntry['plan']['design']): string =>
  design === 'lead' ? leadId : `${repId} ${pairOfFortnight(fortnight)}`;
