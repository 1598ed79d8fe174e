import { DAY_MS } from '@leadlight/common';
import { replyTexts } from '../company/attribute-values.ts';
import { sampleProfile } from '../company/profile.ts';
import { createRandom, mixSeed, type Random } from '../company/random.ts';
import { reps } from '../company/users.ts';
import { inTransaction, type Org } from './org.ts';
import { convertLead } from './records/convert-lead.ts';
import type { StoredRecord } from './records/derived-fields.ts';
import { createRecord, deleteRecord, updateRecord } from './records/record-store.ts';
import { createWriteContext, type WriteContext } from './records/write-context.ts';
import { prepareCached } from './statements.ts';

export interface CompanyEvent {
  readonly type: string;
  readonly leadId: string;
}

/** Carries out an event. Returns the id of the lead if it is not the given one. */
type EventAction = (org: WriteContext, random: Random, lead: StoredRecord) => string | void;

const EVENT_TYPES: readonly { readonly type: string; readonly weight: number; readonly act: EventAction }[] = [
  { type: 'lead_created', weight: 14, act: createLead },
  { type: 'replied', weight: 22, act: createReply },
  { type: 'called', weight: 18, act: createCall },
  { type: 'fields_changed', weight: 16, act: changeLeadFields },
  { type: 'campaign_joined', weight: 12, act: joinCampaign },
  { type: 'meeting_booked', weight: 6, act: createMeeting },
  { type: 'converted', weight: 5, act: (org, _, lead) => void convertLead(org, String(lead.Id)) },
  { type: 'given_up', weight: 5, act: (org, _, lead) => updateLead(org, lead, { Status: 'Unqualified' }) },
  { type: 'deal_closed', weight: 4, act: closeOpportunity },
  {
    type: 'deleted',
    weight: 2,
    act: (org, _, lead) => deleteRecord(org, org.schema.getObject('Lead'), String(lead.Id)),
  },
];
const EVENT_WEIGHTS = EVENT_TYPES.map(({ weight }) => weight);

/**
 * Makes random events happen in the company, each in a transaction of its own and by a rep. The same seed on the same org
 * makes the same events.
 */
export function advanceCompany(org: Org, count: number, seed: number): CompanyEvent[] {
  const random = createRandom(mixSeed(seed, 41));
  return Array.from({ length: count }, () => {
    const lead = sampleOpenLead(org, random);
    // Without an open lead, the first type: a new one.
    const { type, act } = (
      lead ? random.weighted(EVENT_TYPES, EVENT_WEIGHTS) : EVENT_TYPES[0]
    ) as (typeof EVENT_TYPES)[0];
    const context = createWriteContext(org, '', random.pick(reps).id);
    const leadId = inTransaction(org.db, () => act(context, random, lead ?? {}));
    return { type, leadId: leadId ?? String(lead?.Id) };
  });
}

function sampleOpenLead(org: Org, random: Random): StoredRecord | undefined {
  const rows = prepareCached(
    org.db,
    `SELECT * FROM "Lead" WHERE "IsConverted" = 0 AND "IsDeleted" = 0 AND "Status" NOT IN ('Unqualified')
     ORDER BY "CreatedDate" DESC LIMIT 400`,
  ).all();
  return rows.length === 0 ? undefined : (rows[random.below(rows.length)] as StoredRecord);
}

function updateLead(org: WriteContext, lead: StoredRecord, fields: Readonly<Record<string, unknown>>): void {
  updateRecord(org, org.schema.getObject('Lead'), String(lead.Id), fields);
}

function createLead(org: WriteContext, random: Random): string {
  const now = new Date(org.now());
  const profile = sampleProfile(random, now.getUTCHours(), now.getUTCMonth());
  return createRecord(org, org.schema.getObject('Lead'), {
    FirstName: profile.firstName,
    LastName: profile.lastName,
    Company: profile.company,
    Email: profile.email,
    LeadSource: profile.source,
    Industry: random.chance(0.8) ? profile.industry : null,
    Title: profile.title,
    Country: profile.country.value,
    State: profile.state,
    Phone: profile.phone,
    NumberOfEmployees: random.chance(0.78) ? profile.employees : null,
    Product_Interest__c: profile.product,
    Webinar_Minutes__c: profile.webinarMinutes === 0 ? null : profile.webinarMinutes,
    OwnerId: random.pick(reps).id,
  });
}

function createReply(org: WriteContext, random: Random, lead: StoredRecord): void {
  const subject = `Re: ${String(lead.Product_Interest__c ?? 'your offer')}`;
  const activityId = createRecord(org, org.schema.getObject('Task'), {
    WhoId: lead.Id,
    Subject: `Email: ${subject}`,
    Status: 'Completed',
    Type: 'Email',
    TaskSubtype: 'Email',
    ActivityDate: new Date(org.now()).toISOString().slice(0, 10),
  });
  createRecord(org, org.schema.getObject('EmailMessage'), {
    ActivityId: activityId,
    Incoming: true,
    Status: '2',
    Subject: subject,
    TextBody: random.pick(replyTexts),
    FromAddress: lead.Email,
    ToAddress: 'sales@sandbox.example',
    MessageDate: new Date(org.now()).toISOString(),
  });
}

function createCall(org: WriteContext, random: Random, lead: StoredRecord): void {
  createRecord(org, org.schema.getObject('Task'), {
    WhoId: lead.Id,
    Subject: 'Call',
    Status: 'Completed',
    Type: 'Call',
    TaskSubtype: 'Call',
    CallType: 'Outbound',
    CallDurationInSeconds: 30 + random.below(900),
    ActivityDate: new Date(org.now()).toISOString().slice(0, 10),
  });
}

function changeLeadFields(org: WriteContext, random: Random, lead: StoredRecord): void {
  const changes = [
    { Rating: random.pick(['Hot', 'Warm', 'Cold']), Status: 'Working - Contacted' },
    { NumberOfEmployees: 5 + random.below(2_000) },
    { Title: random.pick(['VP Sales', 'Head of IT', 'Marketing Manager', 'CEO']) },
    { Phone: `+1 555 ${1_000_000 + random.below(8_999_999)}` },
    { Industry: random.pick(['Technology', 'Finance', 'Retail']) },
  ];
  updateLead(org, lead, random.pick(changes));
}

function joinCampaign(org: WriteContext, random: Random, lead: StoredRecord): void {
  const campaigns = prepareCached(
    org.db,
    `SELECT "Id" FROM "Campaign" WHERE "IsDeleted" = 0 AND "Id" NOT IN (
       SELECT "CampaignId" FROM "CampaignMember" WHERE "LeadId" = ? AND "IsDeleted" = 0)
     ORDER BY "CreatedDate" DESC LIMIT 10`,
  ).all(lead.Id ?? null);
  if (campaigns.length === 0) return;
  createRecord(org, org.schema.getObject('CampaignMember'), {
    CampaignId: campaigns[random.below(campaigns.length)]?.Id,
    LeadId: lead.Id,
    Status: random.chance(0.4) ? 'Responded' : 'Sent',
  });
}

/** Wins or loses the opportunity of a converted lead. @returns the lead's id */
function closeOpportunity(org: WriteContext, random: Random): string | void {
  const rows = prepareCached(
    org.db,
    `SELECT "Opportunity"."Id" AS id, "Lead"."Id" AS leadId FROM "Opportunity"
     JOIN "Lead" ON "Lead"."ConvertedOpportunityId" = "Opportunity"."Id"
     WHERE "Opportunity"."IsClosed" = 0 AND "Opportunity"."IsDeleted" = 0 ORDER BY "Opportunity"."CreatedDate" LIMIT 50`,
  ).all();
  const opportunity = rows[random.below(Math.max(1, rows.length))];
  if (!opportunity) return;
  const StageName = random.chance(0.45) ? 'Closed Won' : 'Closed Lost';
  updateRecord(org, org.schema.getObject('Opportunity'), String(opportunity.id), { StageName });
  return String(opportunity.leadId);
}

function createMeeting(org: WriteContext, random: Random, lead: StoredRecord): void {
  const start = org.now() + (1 + random.below(10)) * DAY_MS;
  createRecord(org, org.schema.getObject('Event'), {
    WhoId: lead.Id,
    Subject: 'Meeting',
    Type: 'Meeting',
    DurationInMinutes: 30,
    StartDateTime: new Date(start).toISOString(),
  });
}
