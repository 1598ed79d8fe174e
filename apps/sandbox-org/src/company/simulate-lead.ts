import { DAY_MS, HOUR_MS } from '@leadlight/common';
import { simulateContactActivities, simulateOutreach, simulateResponses } from './activities.ts';
import { simulateCampaignResponses } from './campaign-members.ts';
import type { Campaign } from './campaigns.ts';
import { addConversionRecords } from './conversion-records.ts';
import { driftAt, driftDecision, driftFields, driftProfile, type CompanyDrift, type DriftKind } from './drift.ts';
import { withEmployer } from './employers.ts';
import {
  fillAtConversion,
  fillLeakFieldsWithoutConversion,
  sampleRevenue,
  simulateStatusChanges,
} from './field-updates.ts';
import { simulateDecision } from './latent-interest.ts';
import { addHistoryRow, type LeadSimulation } from './lead-simulation.ts';
import { type LeadTruth, probabilityAtCreation, probabilityFromProfile } from './lead-truth.ts';
import { type LeadProfile, sampleProfile } from './profile.ts';
import { createRandom, mixSeed, type Random } from './random.ts';
import type { createIdGenerator } from './record-id.ts';
import { type CompanyRecord, type FieldValue, isoTime, type LeadRecords } from './records.ts';
import type { CompanySettings } from './settings.ts';
import { automationUserId, type Rep, reps } from './users.ts';

/** The company while its leads are simulated one after the other. */
export interface SimulationContext {
  readonly seed: number;
  readonly now: number;
  readonly drift: CompanyDrift | undefined;
  readonly settings: CompanySettings;
  readonly campaigns: readonly Campaign[];
  readonly nextId: ReturnType<typeof createIdGenerator>;
  /** The latest leads, which a duplicate may copy. */
  readonly recent: { readonly leadId: string; readonly profile: LeadProfile }[];
}

const DUPLICATE_SHARE = 0.03;
const MAX_RECENT_LEADS = 200;

export function simulateLead(
  company: SimulationContext,
  createdAt: number,
  serial: number,
): { records: LeadRecords; truth: LeadTruth } {
  const random = createRandom(mixSeed(company.seed, 31, serial));
  const created = new Date(createdAt);
  const original =
    random.chance(DUPLICATE_SHARE) && company.recent.length > 0 ? random.pick(company.recent) : undefined;
  const drift = driftAt(company.drift, createdAt);
  const sampled = original ? undefined : sampleProfile(random, created.getUTCHours(), created.getUTCMonth());
  const profile =
    original?.profile ?? withEmployer(driftProfile(sampled!, drift, random), company.settings, createdAt, serial);
  const leadId = company.nextId('Lead');
  const lead = startSimulation(company, { random, leadId, createdAt, profile }, drift);
  addHistoryRow(lead, 'created', null, null, createdAt, automationUserId);
  changeOwnerToRep(lead);
  const firstTouch = simulateOutreach(lead);
  simulateResponses(lead);
  simulateCampaignResponses(lead);
  simulateStatusChanges(lead, firstTouch);
  fillLeakFieldsWithoutConversion(lead);
  fillAtConversion(lead);
  addConversionRecords(lead);
  simulateContactActivities(lead);
  const masterId = original && !lead.converted && random.chance(0.5) ? original.leadId : null;
  const record = leadRecord(lead, masterId, profile.junk && !lead.converted && random.chance(0.3));
  company.recent.push({ leadId, profile });
  if (company.recent.length > MAX_RECENT_LEADS) company.recent.shift();
  return { records: { lead: record, related: lead.related }, truth: toLeadTruth(lead) };
}

type LeadStart = Pick<LeadSimulation, 'random' | 'leadId' | 'createdAt' | 'profile'>;

function startSimulation(company: SimulationContext, start: LeadStart, drift: DriftKind | undefined): LeadSimulation {
  const { random, createdAt, profile } = start;
  const { now } = company;
  const decision = driftDecision(simulateDecision(random, profile.fit, createdAt, now), drift, createdAt);
  const conversionAt =
    decision.decidedAt === null ? null : decision.decidedAt + Math.floor((2 + 28 * random.uniform()) * HOUR_MS);
  const convertedAt = conversionAt !== null && conversionAt <= now ? conversionAt : null;
  const ends = [createdAt + 365 * DAY_MS, now + DAY_MS, convertedAt, decision.givenUpAt];
  return {
    ...start,
    now,
    decision,
    convertedAt,
    endsAt: Math.min(...ends.filter((end) => end !== null)),
    rep: assignRep(random, profile),
    campaigns: company.campaigns,
    nextId: company.nextId,
    converted:
      convertedAt === null
        ? null
        : {
            accountId: company.nextId('Account'),
            contactId: company.nextId('Contact'),
            opportunityId: company.nextId('Opportunity'),
          },
    fields: driftFields(sampleFieldsAtCreation(random, profile), drift),
    related: {
      Account: [],
      Contact: [],
      Opportunity: [],
      LeadHistory: [],
      Task: [],
      Event: [],
      EmailMessage: [],
      CampaignMember: [],
    },
    changedAt: createdAt,
  };
}

function assignRep(random: Random, profile: LeadProfile): Rep {
  const team = random.chance(profile.employees >= 250 ? 0.7 : 0.3) ? 'Field Sales' : 'Inside Sales';
  return random.pick(reps.filter((rep) => rep.team.name === team));
}

export function sampleFieldsAtCreation(random: Random, profile: LeadProfile): Map<string, FieldValue> {
  const filled = (share: number, value: FieldValue): FieldValue => (random.chance(share) ? value : null);
  return new Map<string, FieldValue>([
    ['Status', 'Open - Not Contacted'],
    ['OwnerId', automationUserId],
    ['Rating', null],
    ['Industry', filled(0.82, profile.industry)],
    ['NumberOfEmployees', filled(0.78, profile.employees)],
    ['AnnualRevenue', random.chance(0.25) ? sampleRevenue({ profile, random }) : null],
    ['Phone', profile.phone],
    ['Webinar_Minutes__c', profile.webinarMinutes === 0 ? null : profile.webinarMinutes],
    ['Budget_Confirmed__c', false],
    ['Competitor__c', null],
    ['Title', filled(0.9, profile.title)],
    ['Country', filled(0.93, profile.country.value)],
    ['Email', filled(0.97, profile.email)],
    ['Product_Interest__c', filled(0.9, profile.product)],
  ]);
}

/** Assigns a rep minutes after creation. As on the platform, an owner change has two history rows: ids and names. */
function changeOwnerToRep(lead: LeadSimulation): void {
  const at = lead.createdAt + 60_000 * (1 + lead.random.below(30));
  if (at > lead.now || at >= lead.endsAt) return;
  addHistoryRow(lead, 'Owner', automationUserId, lead.rep.id, at, automationUserId);
  addHistoryRow(lead, 'Owner', 'Marketing Automation', lead.rep.name, at, automationUserId);
  lead.fields.set('OwnerId', lead.rep.id);
  lead.changedAt = at;
}

function leadRecord(lead: LeadSimulation, masterId: string | null, isDiscarded: boolean): CompanyRecord {
  const { profile, leadId, createdAt, converted, convertedAt, now } = lead;
  const deletedAt = Math.min(now, lead.changedAt + DAY_MS);
  const deleted = (masterId !== null || isDiscarded) && lead.changedAt < now - DAY_MS;
  const modifiedAt = deleted ? deletedAt : lead.changedAt;
  return {
    Id: leadId,
    FirstName: profile.firstName,
    LastName: profile.lastName,
    Name: `${profile.firstName} ${profile.lastName}`,
    Company: profile.company,
    LeadSource: profile.source,
    City: null,
    State: profile.state,
    Website: profile.freeMail ? null : `https://${profile.email.slice(profile.email.indexOf('@') + 1)}`,
    HasOptedOutOfEmail: profile.junk,
    DoNotCall: false,
    ...Object.fromEntries(lead.fields),
    IsConverted: converted !== null,
    ConvertedDate: convertedAt === null ? null : isoTime(convertedAt).slice(0, 10),
    ConvertedContactId: converted?.contactId ?? null,
    ConvertedAccountId: converted?.accountId ?? null,
    ConvertedOpportunityId: converted?.opportunityId ?? null,
    IsUnreadByOwner: lead.fields.get('Status') === 'Open - Not Contacted',
    IsDeleted: deleted,
    MasterRecordId: deleted ? masterId : null,
    LastActivityDate: lastActivityDate(lead),
    CreatedDate: isoTime(createdAt),
    CreatedById: automationUserId,
    LastModifiedDate: isoTime(modifiedAt),
    LastModifiedById: lead.rep.id,
    SystemModstamp: isoTime(modifiedAt),
  };
}

function lastActivityDate({ related }: LeadSimulation): string | null {
  let latest: string | null = null;
  for (const { ActivityDate: date } of [...related.Task, ...related.Event]) {
    if (typeof date === 'string' && (latest === null || date > latest)) latest = date;
  }
  return latest;
}

function toLeadTruth({ leadId, createdAt, profile, decision, convertedAt, now }: LeadSimulation): LeadTruth {
  const unlessLater = (at: number | null): number | null => (at !== null && at <= now ? at : null);
  return {
    leadId,
    createdAt,
    fit: profile.fit,
    interest: decision.interest,
    decidedAt: unlessLater(decision.decidedAt),
    convertedAt,
    givenUpAt: unlessLater(decision.givenUpAt),
    trueProbability: probabilityAtCreation(profile.fit, decision.interest[0] ?? 0),
    probabilityFromProfile: probabilityFromProfile(profile.fit),
  };
}
