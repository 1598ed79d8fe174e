import { creationTimes } from './calendar.ts';
import { simulateCampaigns, toCampaignRecord } from './campaigns.ts';
import type { LeadTruth } from './lead-truth.ts';
import { createIdGenerator } from './record-id.ts';
import type { CompanyRecord, LeadRecords } from './records.ts';
import { checkSettings, type CompanySettings, companyStart } from './settings.ts';
import { simulateLead } from './simulate-lead.ts';
import { userRecords } from './users.ts';

export { bayesOptimalProbabilityAt } from './bayes-optimal.ts';
export { driftKinds } from './drift.ts';
export type { CompanyDrift, DriftKind } from './drift.ts';
export type { SharedEmployers } from './employers.ts';
export { probabilityAtCreation, probabilityFromProfile, trueProbabilityAt } from './lead-truth.ts';
export type { LeadTruth } from './lead-truth.ts';
export { probabilityOfNoPurchase } from './customers/customer-truth.ts';
export type { CustomerActs, ObservedCustomer } from './customers/customer-truth.ts';
export { simulateCustomers, type Customer } from './customers/simulate-customers.ts';
export { probabilityOfWin } from './deals/deal-truth.ts';
export { simulateDeals, type Deal } from './deals/simulate-deals.ts';
export { probabilityOfEscalation } from './support/case-truth.ts';
export { simulateCases, type SupportCase } from './support/simulate-cases.ts';
export { keyPrefix, recordId } from './record-id.ts';
export type { CompanyRecord, FieldValue, LeadRecords } from './records.ts';
export { defaultCompany } from './settings.ts';
export type { CompanySettings } from './settings.ts';
export { simulateOutcomes } from './simulate-outcomes.ts';
export type { LeadOutcome } from './simulate-outcomes.ts';
export { integrationUserId, reps } from './users.ts';

export interface SimulatedCompany {
  readonly users: readonly CompanyRecord[];
  readonly campaigns: readonly CompanyRecord[];
  /** The leads in order of creation, each with its records and its truth. Every call starts a new simulation. */
  leads(): Generator<{ readonly records: LeadRecords; readonly truth: LeadTruth }>;
}

/**
 * A company whose leads convert with a known probability. The same settings give the same records. Memory does not grow
 * with the number of leads.
 * @throws RangeError when a setting is not a positive whole number
 */
export function simulateCompany(settings: CompanySettings): SimulatedCompany {
  checkSettings(settings);
  const campaigns = simulateCampaigns(settings);
  return {
    users: userRecords(companyStart(settings)),
    campaigns: campaigns.map((campaign) => toCampaignRecord(campaign, settings.now)),
    *leads() {
      const { seed, now, drift } = settings;
      const context = { seed, now, drift, settings, campaigns, nextId: createIdGenerator(), recent: [] };
      let serial = 0;
      for (const createdAt of creationTimes(settings)) {
        serial += 1;
        yield simulateLead(context, createdAt, serial);
      }
    },
  };
}
