import type { Activity, CampaignMembership, LeadField, LeadHistory } from '@leadlight/lead-features';
import {
  bayesOptimalProbabilityAt,
  simulateCompany,
  type CompanyRecord,
  type LeadRecords,
  type LeadTruth,
  type SharedEmployers,
  type FieldValue,
} from '@leadlight/sandbox-org';

export interface CompanySample {
  readonly leads: number;
  readonly seed: number;
  readonly now: number;
  /** Companies that several leads work for; absent = none. */
  readonly employers?: SharedEmployers;
}

export interface SimulatedLead {
  readonly history: LeadHistory;
  readonly truth: LeadTruth;
  /** Best possible probability of converting within the horizon after `asOf`, from the org's records until then. */
  bestProbabilityAt(asOf: number, horizonDays: number): number;
}

const timeOf = (value: FieldValue | undefined): number | null => (typeof value === 'string' ? Date.parse(value) : null);
const textOf = (value: FieldValue | undefined): string | null => (typeof value === 'string' ? value : null);
const kindOf = (subtype: FieldValue | undefined) =>
  subtype === 'Call' ? 'call' : subtype === 'Email' ? 'email' : 'task';

/** The histories of a simulated company without the API in between, in order of creation. */
export function* companyHistories({ leads, seed, now, employers }: CompanySample): Generator<SimulatedLead> {
  const company = simulateCompany({ leads, months: 24, seed, now, employers });
  const campaignTypes = new Map(company.campaigns.map(({ Id, Type }) => [Id, textOf(Type)]));
  const named = new Map(company.campaigns.map(({ Id, Type }) => [String(Id), String(Type)]));
  for (const { records, truth } of company.leads()) {
    yield {
      history: historyOf(records, truth, campaignTypes, now),
      truth,
      bestProbabilityAt: (asOf, horizonDays) => bayesOptimalProbabilityAt(truth, records, named, asOf, horizonDays),
    };
  }
}

function historyOf(
  { lead, related }: LeadRecords,
  { leadId, createdAt, convertedAt }: LeadTruth,
  campaignTypes: ReadonlyMap<FieldValue | undefined, string | null>,
  now: number,
): LeadHistory {
  return {
    leadId,
    createdAt,
    fields: lead,
    changes: related.LeadHistory.flatMap(({ Field, CreatedDate, OldValue = null, NewValue = null }) =>
      Field === 'created' || Field === 'leadConverted'
        ? []
        : [{ field: String(Field), at: timeOf(CreatedDate) ?? 0, oldValue: OldValue, newValue: NewValue }],
    ),
    activities: activitiesOf(related, now),
    campaigns: related.CampaignMember.map((member) => membershipOf(member, campaignTypes)),
    convertedAt,
    isDeleted: lead.IsDeleted === true,
  };
}

function activitiesOf({ Task, Event, EmailMessage }: LeadRecords['related'], now: number): readonly Activity[] {
  const activity = (
    row: CompanyRecord,
    kind: Activity['kind'],
    doneAt: number | null,
    incoming: boolean,
  ): Activity => ({
    id: String(row.Id),
    kind,
    createdAt: timeOf(row.CreatedDate) ?? 0,
    completedAt: doneAt !== null && doneAt <= now ? doneAt : null,
    incoming,
  });
  return [
    ...Task.map((row) =>
      activity(row, kindOf(row.TaskSubtype), timeOf(row.CompletedDateTime), row.CallType === 'Inbound'),
    ),
    ...Event.map((row) => activity(row, 'event', timeOf(row.EndDateTime), false)),
    ...EmailMessage.map((row) => activity(row, 'email', timeOf(row.MessageDate), row.Incoming === true)),
  ];
}

function membershipOf(
  row: CompanyRecord,
  campaignTypes: ReadonlyMap<FieldValue | undefined, string | null>,
): CampaignMembership {
  return {
    id: String(row.Id),
    campaignId: String(row.CampaignId),
    campaignType: campaignTypes.get(row.CampaignId) ?? null,
    createdAt: timeOf(row.CreatedDate) ?? 0,
    respondedAt: row.HasResponded === true ? timeOf(row.FirstRespondedDate) : null,
  };
}

/** Fields that staff fill in when a lead converts; training must find this leakage. */
export const PLANTED_LEAKAGE = ['Budget_Confirmed__c', 'Competitor__c'] as const;

const TRACKED: Readonly<Record<string, LeadField['type']>> = {
  LeadSource: 'picklist',
  Industry: 'picklist',
  Title: 'string',
  Company: 'string',
  Email: 'email',
  Phone: 'phone',
  Website: 'url',
  State: 'string',
  Country: 'string',
  NumberOfEmployees: 'number',
  AnnualRevenue: 'currency',
  Rating: 'picklist',
  Status: 'picklist',
  Product_Interest__c: 'picklist',
  Webinar_Minutes__c: 'number',
};

const fieldOf = (name: string, type: LeadField['type'], past: LeadField['past']): LeadField => ({
  name,
  label: name,
  type,
  custom: name.endsWith('__c'),
  past,
});

/** The company's lead fields as an org with field history tracking describes them. */
export const companyFields: readonly LeadField[] = [
  ...Object.entries(TRACKED).map(([name, type]) => fieldOf(name, type, { kind: 'tracked', since: 0 })),
  fieldOf('Budget_Confirmed__c', 'boolean', { kind: 'unknown' }),
  fieldOf('Competitor__c', 'string', { kind: 'unknown' }),
  fieldOf('IsConverted', 'boolean', { kind: 'unknown' }),
  fieldOf('LastActivityDate', 'date', { kind: 'unknown' }),
];
