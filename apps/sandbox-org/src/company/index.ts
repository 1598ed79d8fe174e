import { campaignRecord, campaignsOf } from './campaigns.ts';
import { creationTimes } from './calendar.ts';
import { tellLead } from './lead.ts';
import { userRecords } from './people.ts';
import { recordIds } from './record-ids.ts';
import type { CompanyRecord, LeadRecords } from './records.ts';
import type { CompanySettings } from './settings.ts';
import { checkedSettings, companyStart } from './settings.ts';
import type { LeadTruth } from './truth.ts';

export { integrationUserId, reps } from './people.ts';
export { keyPrefix, recordId } from './record-id.ts';
export { companyObjects } from './records.ts';
export type { CompanyObject, CompanyRecord, LeadRecords, Value } from './records.ts';
export { defaultCompany } from './settings.ts';
export type { CompanySettings } from './settings.ts';
export { knownProbabilityAt } from './known-truth.ts';
export { probabilityAtCreation, probabilityFromFacts, trueProbabilityAt } from './truth.ts';
export type { LeadTruth } from './truth.ts';

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
  checkedSettings(settings);
  const campaigns = campaignsOf(settings);
  return {
    users: userRecords(companyStart(settings)),
    campaigns: campaigns.map((campaign) => campaignRecord(campaign, settings.now)),
    *leads() {
      const company = { seed: settings.seed, now: settings.now, campaigns, nextId: recordIds(), recent: [] };
      let serial = 0;
      for (const createdAt of creationTimes(settings)) {
        serial += 1;
        yield tellLead(company, createdAt, serial);
      }
    },
  };
}
