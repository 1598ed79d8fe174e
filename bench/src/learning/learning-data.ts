import { featureSchemaFor } from '@leadlight/lead-features';
import { buildOrgExamples, noProgress, type Dataset, type LeadHistoryStore } from '@leadlight/workflows';
import { companyFields, companyHistories, type CompanySample, type SimulatedLead } from './company-histories.ts';

/** Settled snapshots of a simulated company's leads, with their truth. */
export interface LearningData {
  readonly dataset: Dataset;
  /** By time of creation, which is unique. */
  readonly leads: ReadonlyMap<number, SimulatedLead>;
  readonly seconds: number;
}

const AGES_DAYS = [0, 1, 7, 30];
const NO_BUCKETS = { largeFrom: Infinity, leadsPerBucket: Infinity };
export const { schema: companySchema, leftOut } = featureSchemaFor(companyFields);

type ExamplePorts = Parameters<typeof buildOrgExamples>[0];

/** The part of storage that training needs for a small org; each history is read once and not kept in memory. */
function streamingStore(count: number, leads: Iterable<SimulatedLead>): ExamplePorts {
  const store: Pick<LeadHistoryStore, 'countLeads' | 'readHistories'> = {
    countLeads: () => Promise.resolve({ all: count, open: 0 }),
    async *readHistories() {
      for (const { history } of leads) yield [history];
    },
  };
  return { leadHistories: store } as ExamplePorts;
}

async function examplesFrom(
  sample: CompanySample,
  leads: Iterable<SimulatedLead>,
  horizonDays?: number,
  maxSnapshots?: number,
): Promise<Dataset> {
  const org = { orgId: 'simulated', schema: companySchema, leftOut, fields: companyFields };
  const given = { horizonDays, maxSnapshots, buckets: NO_BUCKETS };
  const settings = { snapshotAgesDays: AGES_DAYS, goal: { kind: 'converted' }, ...given } as const;
  return (await buildOrgExamples(streamingStore(sample.leads, leads), org, settings, sample.now, noProgress)).dataset;
}

export async function createLearningData(sample: CompanySample, horizonDays?: number): Promise<LearningData> {
  const simulated = [...companyHistories(sample)];
  const started = performance.now();
  const dataset = await examplesFrom(sample, simulated, horizonDays);
  const seconds = (performance.now() - started) / 1000;
  return { dataset, leads: indexByCreation(simulated), seconds };
}

export const indexByCreation = (leads: Iterable<SimulatedLead>): LearningData['leads'] =>
  new Map(Array.from(leads, (lead) => [lead.truth.createdAt, lead]));

/** Examples without truth, for any number of leads, as no history is kept in memory. */
export const freshExamples = (sample: CompanySample, horizonDays: number, maxSnapshots?: number): Promise<Dataset> =>
  examplesFrom(sample, companyHistories(sample), horizonDays, maxSnapshots);
