import type { Campaign } from './campaigns.ts';
import { makeCustomer } from './conversion.ts';
import { drawCourse } from './interest.ts';
import { historyRow } from './lead-story.ts';
import type { Story } from './lead-story.ts';
import { joinCampaigns } from './memberships.ts';
import { automationUserId, reps } from './people.ts';
import type { Rep } from './people.ts';
import { drawProfile } from './profile.ts';
import type { Profile } from './profile.ts';
import { mixSeed, randomFrom } from './random.ts';
import type { Random } from './random.ts';
import type { recordIds } from './record-ids.ts';
import type { CompanyRecord, LeadRecords, Value } from './records.ts';
import { isoTime } from './records.ts';
import { DAY_MS, HOUR_MS } from './settings.ts';
import { advanceStatus, fillAtConversion, fillOnTheWay, revenueOf } from './status.ts';
import { answersOfTheLead, workTheContact, workTheLead } from './touches.ts';
import type { LeadTruth } from './truth.ts';
import { probabilityAtCreation, probabilityFromFacts } from './truth.ts';

/** The company around a lead while leads are told one after the other. */
export interface Company {
  readonly seed: number;
  readonly now: number;
  readonly campaigns: readonly Campaign[];
  readonly nextId: ReturnType<typeof recordIds>;
  /** Leads told lately, for duplicates to copy. */
  readonly recent: { readonly leadId: string; readonly profile: Profile }[];
}

const DUPLICATE_SHARE = 0.03;
const RECENT_KEPT = 200;

/** Tells the story of one lead from its creation to the company's `now`. */
export function tellLead(
  company: Company,
  createdAt: number,
  serial: number,
): { records: LeadRecords; truth: LeadTruth } {
  const random = randomFrom(mixSeed(company.seed, 31, serial));
  const created = new Date(createdAt);
  const original =
    random.chance(DUPLICATE_SHARE) && company.recent.length > 0 ? random.pick(company.recent) : undefined;
  const profile = original?.profile ?? drawProfile(random, created.getUTCHours(), created.getUTCMonth());
  const leadId = company.nextId('Lead');
  const story = beginStory(company, { random, leadId, createdAt, profile });
  historyRow(story, 'created', null, null, createdAt, automationUserId);
  handOver(story);
  const firstTouch = workTheLead(story);
  answersOfTheLead(story);
  joinCampaigns(story);
  advanceStatus(story, firstTouch);
  fillOnTheWay(story);
  fillAtConversion(story);
  makeCustomer(story);
  workTheContact(story);
  const masterId = original && !story.converted && random.chance(0.5) ? original.leadId : null;
  const lead = leadRecord(story, masterId, profile.junk && !story.converted && random.chance(0.3));
  company.recent.push({ leadId, profile });
  if (company.recent.length > RECENT_KEPT) company.recent.shift();
  return { records: { lead, related: story.related }, truth: truthOf(story) };
}

type Beginning = Pick<Story, 'random' | 'leadId' | 'createdAt' | 'profile'>;

function beginStory(company: Company, beginning: Beginning): Story {
  const { random, createdAt, profile } = beginning;
  const { now } = company;
  const course = drawCourse(random, profile.fit, createdAt, now);
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
    rep: repFor(random, profile),
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
    fields: fieldsAtCreation(random, profile),
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
function repFor(random: Random, profile: Profile): Rep {
  const team = random.chance(profile.employees >= 250 ? 0.7 : 0.3) ? 'Field Sales' : 'Inside Sales';
  return random.pick(reps.filter((rep) => rep.team.name === team));
}

function fieldsAtCreation(random: Random, profile: Profile): Map<string, Value> {
  const known = (share: number, value: Value): Value => (random.chance(share) ? value : null);
  return new Map<string, Value>([
    ['Status', 'Open - Not Contacted'],
    ['OwnerId', automationUserId],
    ['Rating', null],
    ['Industry', known(0.82, profile.industry)],
    ['NumberOfEmployees', known(0.78, profile.employees)],
    ['AnnualRevenue', random.chance(0.25) ? revenueOf({ profile, random }) : null],
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
function handOver(story: Story): void {
  const at = story.createdAt + 60_000 * (1 + story.random.below(30));
  if (at > story.now || at >= story.endsAt) return;
  historyRow(story, 'Owner', automationUserId, story.rep.id, at, automationUserId);
  historyRow(story, 'Owner', 'Marketing Automation', story.rep.name, at, automationUserId);
  story.fields.set('OwnerId', story.rep.id);
  story.touchedAt = at;
}

function leadRecord(story: Story, masterId: string | null, thrownAway: boolean): CompanyRecord {
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
    LastActivityDate: latestActivity(story),
    CreatedDate: isoTime(createdAt),
    CreatedById: automationUserId,
    LastModifiedDate: isoTime(changedAt),
    LastModifiedById: story.rep.id,
    SystemModstamp: isoTime(changedAt),
  };
}

function latestActivity({ related }: Story): string | null {
  let latest: string | null = null;
  for (const { ActivityDate: date } of [...related.Task, ...related.Event]) {
    if (typeof date === 'string' && (latest === null || date > latest)) latest = date;
  }
  return latest;
}

function truthOf({ leadId, createdAt, profile, course, convertedAt, now }: Story): LeadTruth {
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
    probabilityFromFacts: probabilityFromFacts(profile.fit),
  };
}
