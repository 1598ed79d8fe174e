import { toCampaignRecord, simulateCampaigns } from './campaigns.ts';
import { creationTimes } from './calendar.ts';
import { simulateLead } from './simulate-lead.ts';
import { userRecords } from './users.ts';
import { createIdGenerator } from './record-ids.ts';
import type { CompanyRecord, LeadRecords } from './records.ts';
import type { CompanySettings } from './settings.ts';
import { checkSettings, companyStart } from './settings.ts';
import type { LeadTruth } from './lead-truth.ts';

export { integrationUserId, reps } from './users.ts';
export { keyPrefix, recordId } from './record-id.ts';
export { companyObjects } from './records.ts';
export type { CompanyObject, CompanyRecord, LeadRecords, FieldValue } from './records.ts';
export { defaultCompany } from './settings.ts';
export type { CompanySettings } from './settings.ts';
export { bayesOptimalProbabilityAt } from './bayes-optimal.ts';
export { probabilityAtCreation, probabilityFromProfile, trueProbabilityAt } from './lead-truth.ts';
export type { LeadTruth } from './lead-truth.ts';

/** A simulated company: people and campaigns at once, leads as a stream in order of creation. */
export interface SimulatedCompany {
  readonly users: readonly CompanyRecord[];
  readonly campaigns: readonly CompanyRecord[];
  /** Each lead with its records and, apart from them, its truth. Can be read once or many times. */
  leads(): Generator<{ readonly records: LeadRecords; readonly truth: LeadTruth }>;
}

/**
 * A company whose leads convert with a known probability. The same settings give the same company,
 * record for record. Memory does not grow with the number of leads.
 * @throws RangeError when a setting is not a positive whole number
 */
export function simulateCompany(settings: CompanySettings): SimulatedCompany {
  checkSettings(settings);
  const campaigns = simulateCampaigns(settings);
  return {
    users: userRecords(companyStart(settings)),
    campaigns: campaigns.map((campaign) => toCampaignRecord(campaign, settings.now)),
    *leads() {
      const company = { seed: settings.seed, now: settings.now, campaigns, nextId: createIdGenerator(), recent: [] };
      let serial = 0;
      for (const createdAt of creationTimes(settings)) {
        serial += 1;
        yield simulateLead(company, createdAt, serial);
      }
    },
  };
}
