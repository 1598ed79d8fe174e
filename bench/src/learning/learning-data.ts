import { featureSchemaFor } from '@leadlight/lead-features';
import { buildOrgExamples, noProgress, type Dataset, type LeadHistoryStore } from '@leadlight/workflows';
import { companyFields, companyHistories, type CompanySample, type SimulatedLead } from './company-histories.ts';

/** Decided looks at a simulated company's leads. */
export interface LearningData {
  readonly dataset: Dataset;
  /** By time of creation, which no two leads share. */
  readonly leads: ReadonlyMap<number, SimulatedLead>;
  readonly seconds: number;
}

const AGES_DAYS = [0, 1, 7, 30];
export const { schema: companySchema, leftOut } = featureSchemaFor(companyFields);

/** Only what learning asks of a store of histories; each is handed out once and not kept. */
function streamingStore(count: number, told: Iterable<SimulatedLead>): LeadHistoryStore {
  const asked: Pick<LeadHistoryStore, 'countLeads' | 'readHistories'> = {
    countLeads: () => Promise.resolve({ all: count, open: 0 }),
    async *readHistories() {
      for (const { history } of told) yield [history];
    },
  };
  return asked as LeadHistoryStore;
}

async function examplesFrom(
  sample: CompanySample,
  told: Iterable<SimulatedLead>,
  horizonDays?: number,
): Promise<Dataset> {
  const org = { orgId: 'simulated', schema: companySchema, leftOut, fields: companyFields };
  const settings = { snapshotAgesDays: AGES_DAYS, goal: { kind: 'converted' }, horizonDays } as const;
  return (await buildOrgExamples(streamingStore(sample.leads, told), org, settings, sample.now, noProgress)).dataset;
}

/** A company to learn from, with its truth. */
export async function createLearningData(sample: CompanySample, horizonDays?: number): Promise<LearningData> {
  const told = [...companyHistories(sample)];
  const started = performance.now();
  const dataset = await examplesFrom(sample, told, horizonDays);
  const seconds = (performance.now() - started) / 1000;
  return { dataset, leads: indexByCreation(told), seconds };
}

/** The company's leads by their time of creation. */
export const indexByCreation = (told: Iterable<SimulatedLead>): LearningData['leads'] =>
  new Map(Array.from(told, (lead) => [lead.truth.createdAt, lead]));

/** Looks alone, for any number of leads: no history is kept. */
export const freshExamples = (sample: CompanySample, horizonDays: number): Promise<Dataset> =>
  examplesFrom(sample, companyHistories(sample), horizonDays);
