import type { Campaign } from './campaigns.ts';
import { addConversionRecords } from './conversion-records.ts';
import { simulateDecision } from './latent-interest.ts';
import { addHistoryRow } from './lead-simulation.ts';
import type { LeadSimulation } from './lead-simulation.ts';
import { simulateCampaignResponses } from './campaign-members.ts';
import { automationUserId, reps } from './users.ts';
import type { Rep } from './users.ts';
import { sampleProfile } from './profile.ts';
import type { LeadProfile } from './profile.ts';
import { mixSeed, createRandom } from './random.ts';
import type { Random } from './random.ts';
import type { createIdGenerator } from './record-ids.ts';
import type { CompanyRecord, LeadRecords, FieldValue } from './records.ts';
import { isoTime } from './records.ts';
import { DAY_MS, HOUR_MS } from './settings.ts';
import {
  simulateStatusChanges,
  fillAtConversion,
  fillLeakFieldsWithoutConversion,
  sampleRevenue,
} from './field-updates.ts';
import { simulateResponses, simulateContactActivities, simulateOutreach } from './activities.ts';
import type { LeadTruth } from './lead-truth.ts';
import { probabilityAtCreation, probabilityFromProfile } from './lead-truth.ts';

/** The company around a lead while leads are told one after the other. */
export interface SimulationContext {
  readonly seed: number;
  readonly now: number;
  readonly campaigns: readonly Campaign[];
  readonly nextId: ReturnType<typeof createIdGenerator>;
  /** Leads told lately, for duplicates to copy. */
  readonly recent: { readonly leadId: string; readonly profile: LeadProfile }[];
}

const DUPLICATE_SHARE = 0.03;
const MAX_RECENT_LEADS = 200;

/** Tells the story of one lead from its creation to the company's `now`. */
export function simulateLead(
  company: SimulationContext,
  createdAt: number,
  serial: number,
): { records: LeadRecords; truth: LeadTruth } {
  const random = createRandom(mixSeed(company.seed, 31, serial));
  const created = new Date(createdAt);
  const original =
    random.chance(DUPLICATE_SHARE) && company.recent.length > 0 ? random.pick(company.recent) : undefined;
  const profile = original?.profile ?? sampleProfile(random, created.getUTCHours(), created.getUTCMonth());
  const leadId = company.nextId('Lead');
  const story = startSimulation(company, { random, leadId, createdAt, profile });
  addHistoryRow(story, 'created', null, null, createdAt, automationUserId);
  changeOwnerToRep(story);
  const firstTouch = simulateOutreach(story);
  simulateResponses(story);
  simulateCampaignResponses(story);
  simulateStatusChanges(story, firstTouch);
  fillLeakFieldsWithoutConversion(story);
  fillAtConversion(story);
  addConversionRecords(story);
  simulateContactActivities(story);
  const masterId = original && !story.converted && random.chance(0.5) ? original.leadId : null;
  const lead = leadRecord(story, masterId, profile.junk && !story.converted && random.chance(0.3));
  company.recent.push({ leadId, profile });
  if (company.recent.length > MAX_RECENT_LEADS) company.recent.shift();
  return { records: { lead, related: story.related }, truth: toLeadTruth(story) };
}

type LeadStart = Pick<LeadSimulation, 'random' | 'leadId' | 'createdAt' | 'profile'>;

function startSimulation(company: SimulationContext, beginning: LeadStart): LeadSimulation {
  const { random, createdAt, profile } = beginning;
  const { now } = company;
  const course = simulateDecision(random, profile.fit, createdAt, now);
  const decidedAt =
    course.boughtAt === null ? null : course.boughtAt + Math.floor((2 + 28 * random.uniform()) * HOUR_MS);
  const convertedAt = decidedAt !== null && decidedAt <= now ? decidedAt : null;
  const ends = [createdAt + 365 * DAY_MS, now + DAY_MS, convertedAt, course.givenUpAt];
  return {
    ...beginning,
    now,
    course,
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
    fields: sampleFieldsAtCreation(random, profile),
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
    touchedAt: createdAt,
  };
}

/** Field Sales takes most of the larger companies. */
function assignRep(random: Random, profile: LeadProfile): Rep {
  const team = random.chance(profile.employees >= 250 ? 0.7 : 0.3) ? 'Field Sales' : 'Inside Sales';
  return random.pick(reps.filter((rep) => rep.team.name === team));
}

function sampleFieldsAtCreation(random: Random, profile: LeadProfile): Map<string, FieldValue> {
  const known = (share: number, value: FieldValue): FieldValue => (random.chance(share) ? value : null);
  return new Map<string, FieldValue>([
    ['Status', 'Open - Not Contacted'],
    ['OwnerId', automationUserId],
    ['Rating', null],
    ['Industry', known(0.82, profile.industry)],
    ['NumberOfEmployees', known(0.78, profile.employees)],
    ['AnnualRevenue', random.chance(0.25) ? sampleRevenue({ profile, random }) : null],
    ['Phone', profile.phone],
    ['Webinar_Minutes__c', profile.webinarMinutes === 0 ? null : profile.webinarMinutes],
    ['Budget_Confirmed__c', false],
    ['Competitor__c', null],
    ['Title', known(0.9, profile.title)],
    ['Country', known(0.93, profile.country.value)],
    ['Email', known(0.97, profile.email)],
    ['Product_Interest__c', known(0.9, profile.product)],
  ]);
}

/** Assignment to a rep, minutes after creation: two history rows, ids and names, as the platform writes them. */
function changeOwnerToRep(story: LeadSimulation): void {
  const at = story.createdAt + 60_000 * (1 + story.random.below(30));
  if (at > story.now || at >= story.endsAt) return;
  addHistoryRow(story, 'Owner', automationUserId, story.rep.id, at, automationUserId);
  addHistoryRow(story, 'Owner', 'Marketing Automation', story.rep.name, at, automationUserId);
  story.fields.set('OwnerId', story.rep.id);
  story.touchedAt = at;
}

function leadRecord(story: LeadSimulation, masterId: string | null, thrownAway: boolean): CompanyRecord {
  const { profile, leadId, createdAt, converted, convertedAt, now } = story;
  const deletedAt = Math.min(now, story.touchedAt + DAY_MS);
  const deleted = (masterId !== null || thrownAway) && story.touchedAt < now - DAY_MS;
  const changedAt = deleted ? deletedAt : story.touchedAt;
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
    ...Object.fromEntries(story.fields),
    IsConverted: converted !== null,
    ConvertedDate: convertedAt === null ? null : isoTime(convertedAt).slice(0, 10),
    ConvertedContactId: converted?.contactId ?? null,
    ConvertedAccountId: converted?.accountId ?? null,
    ConvertedOpportunityId: converted?.opportunityId ?? null,
    IsUnreadByOwner: story.fields.get('Status') === 'Open - Not Contacted',
    IsDeleted: deleted,
    MasterRecordId: deleted ? masterId : null,
    LastActivityDate: lastActivityDate(story),
    CreatedDate: isoTime(createdAt),
    CreatedById: automationUserId,
    LastModifiedDate: isoTime(changedAt),
    LastModifiedById: story.rep.id,
    SystemModstamp: isoTime(changedAt),
  };
}

function lastActivityDate({ related }: LeadSimulation): string | null {
  let latest: string | null = null;
  for (const { ActivityDate: date } of [...related.Task, ...related.Event]) {
    if (typeof date === 'string' && (latest === null || date > latest)) latest = date;
  }
  return latest;
}

function toLeadTruth({ leadId, createdAt, profile, course, convertedAt, now }: LeadSimulation): LeadTruth {
  const upTo = (at: number | null): number | null => (at !== null && at <= now ? at : null);
  return {
    leadId,
    createdAt,
    fit: profile.fit,
    interest: course.interest,
    boughtAt: upTo(course.boughtAt),
    convertedAt,
    givenUpAt: upTo(course.givenUpAt),
    trueProbability: probabilityAtCreation(profile.fit, course.interest[0] ?? 0),
    probabilityFromFacts: probabilityFromProfile(profile.fit),
  };
}
