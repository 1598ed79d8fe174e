import { sampleProfile } from '../company/profile.ts';
import { reps } from '../company/users.ts';
import { mixSeed, createRandom } from '../company/random.ts';
import type { Random } from '../company/random.ts';
import { replyTexts } from '../company/attribute-values.ts';
import { convertLead } from './records/convert-lead.ts';
import type { StoredRecord } from './records/derived-fields.ts';
import type { SObject } from './schema/field.ts';
import { inTransaction } from './org.ts';
import type { Org } from './org.ts';
import { createRecord, deleteRecord, updateRecord } from './records/record-store.ts';
import { prepareCached } from './statements.ts';
import { createWriteContext } from './records/write-context.ts';
import type { WriteContext } from './records/write-context.ts';

/** One thing that happened in the company. */
export interface CompanyEvent {
  readonly what: string;
  /** The lead it concerns. */
  readonly leadId: string;
}

type EventAction = (org: WriteContext, random: Random, lead: StoredRecord) => string | void;

const EVENT_TYPES: readonly { readonly what: string; readonly weight: number; readonly act: EventAction }[] = [
  { what: 'lead_created', weight: 14, act: (org, random) => createLead(org, random) },
  { what: 'replied', weight: 22, act: createReply },
  { what: 'called', weight: 18, act: createCall },
  { what: 'fields_changed', weight: 16, act: changeLeadFields },
  { what: 'campaign_joined', weight: 12, act: joinCampaign },
  { what: 'meeting_booked', weight: 6, act: createMeeting },
  { what: 'converted', weight: 5, act: (org, _, lead) => void convertLead(org, String(lead.Id)) },
  {
    what: 'given_up',
    weight: 5,
    act: (org, _, lead) => updateRecord(org, objectOf(org, 'Lead'), String(lead.Id), { Status: 'Unqualified' }),
  },
  { what: 'deal_closed', weight: 4, act: closeOpportunity },
  { what: 'deleted', weight: 2, act: (org, _, lead) => deleteRecord(org, objectOf(org, 'Lead'), String(lead.Id)) },
];

/**
 * Lets the company live on: so many things happen, one transaction each, by its reps. The same seed
 * on the same org gives the same things.
 */
export function advanceCompany(org: Org, changes: number, seed: number): CompanyEvent[] {
  const random = createRandom(mixSeed(seed, 41));
  const happenings: CompanyEvent[] = [];
  for (let count = 0; count < changes; count += 1) {
    const lead = sampleOpenLead(org, random);
    const chosen = lead
      ? random.weighted(
          EVENT_TYPES,
          EVENT_TYPES.map(({ weight }) => weight),
        )
      : EVENT_TYPES[0];
    if (!chosen) break;
    const writer = createWriteContext(org, '', random.pick(reps).id);
    const made = inTransaction(org.db, () => chosen.act(writer, random, lead ?? {}));
    happenings.push({ what: chosen.what, leadId: made ?? String(lead?.Id) });
  }
  return happenings;
}

/** An open lead, young ones first. */
function sampleOpenLead(org: Org, random: Random): StoredRecord | undefined {
  const rows = prepareCached(
    org.db,
    `SELECT * FROM "Lead" WHERE "IsConverted" = 0 AND "IsDeleted" = 0 AND "Status" NOT IN ('Unqualified')
     ORDER BY "CreatedDate" DESC LIMIT 400`,
  ).all();
  return rows.length === 0 ? undefined : (rows[random.below(rows.length)] as StoredRecord);
}

function objectOf({ schema }: WriteContext, name: string): SObject {
  const object = schema.findObject(name);
  if (!object) throw new Error(`The schema has no object ${name}.`);
  return object;
}

function createLead(org: WriteContext, random: Random): string {
  const now = new Date(org.now());
  const profile = sampleProfile(random, now.getUTCHours(), now.getUTCMonth());
  return createRecord(org, objectOf(org, 'Lead'), {
    ...{ FirstName: profile.firstName, LastName: profile.lastName, Company: profile.company, Email: profile.email },
    ...{ LeadSource: profile.source, Industry: random.chance(0.8) ? profile.industry : null, Title: profile.title },
    ...{ Country: profile.country.value, State: profile.state, Phone: profile.phone },
    NumberOfEmployees: random.chance(0.78) ? profile.employees : null,
    Product_Interest__c: profile.product,
    Webinar_Minutes__c: profile.webinarMinutes === 0 ? null : profile.webinarMinutes,
    OwnerId: random.pick(reps).id,
  });
}

function createReply(org: WriteContext, random: Random, lead: StoredRecord): void {
  const subject = `Re: ${String(lead.Product_Interest__c ?? 'your offer')}`;
  const activityId = createRecord(org, objectOf(org, 'Task'), {
    ...{ WhoId: lead.Id, Subject: `Email: ${subject}`, Status: 'Completed', Type: 'Email', TaskSubtype: 'Email' },
    ActivityDate: new Date(org.now()).toISOString().slice(0, 10),
  });
  createRecord(org, objectOf(org, 'EmailMessage'), {
    ...{ ActivityId: activityId, Incoming: true, Status: '2', Subject: subject, TextBody: random.pick(replyTexts) },
    ...{ FromAddress: lead.Email, ToAddress: 'sales@sandbox.example', MessageDate: new Date(org.now()).toISOString() },
  });
}

function createCall(org: WriteContext, random: Random, lead: StoredRecord): void {
  createRecord(org, objectOf(org, 'Task'), {
    ...{
      WhoId: lead.Id,
      Subject: 'Call',
      Status: 'Completed',
      Type: 'Call',
      TaskSubtype: 'Call',
      CallType: 'Outbound',
    },
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
  updateRecord(org, objectOf(org, 'Lead'), String(lead.Id), random.pick(changes));
}

function joinCampaign(org: WriteContext, random: Random, lead: StoredRecord): void {
  const campaigns = prepareCached(
    org.db,
    'SELECT "Id" FROM "Campaign" WHERE "IsDeleted" = 0 ORDER BY "CreatedDate" DESC LIMIT 10',
  ).all();
  if (campaigns.length === 0) return;
  createRecord(org, objectOf(org, 'CampaignMember'), {
    ...{ CampaignId: campaigns[random.below(campaigns.length)]?.Id, LeadId: lead.Id },
    Status: random.chance(0.4) ? 'Responded' : 'Sent',
  });
}

/** An opportunity that a lead became is won or lost. @returns that lead */
function closeOpportunity(org: WriteContext, random: Random): string | void {
  const open = prepareCached(
    org.db,
    `SELECT "Opportunity"."Id" AS id, "Lead"."Id" AS leadId FROM "Opportunity"
     JOIN "Lead" ON "Lead"."ConvertedOpportunityId" = "Opportunity"."Id"
     WHERE "Opportunity"."IsClosed" = 0 AND "Opportunity"."IsDeleted" = 0 ORDER BY "Opportunity"."CreatedDate" LIMIT 50`,
  ).all();
  const deal = open[random.below(Math.max(1, open.length))];
  if (!deal) return;
  const StageName = random.chance(0.45) ? 'Closed Won' : 'Closed Lost';
  updateRecord(org, objectOf(org, 'Opportunity'), String(deal.id), { StageName });
  return String(deal.leadId);
}

function createMeeting(org: WriteContext, random: Random, lead: StoredRecord): void {
  const start = org.now() + (1 + random.below(10)) * 86_400_000;
  createRecord(org, objectOf(org, 'Event'), {
    ...{ WhoId: lead.Id, Subject: 'Meeting', Type: 'Meeting', DurationInMinutes: 30 },
    StartDateTime: new Date(start).toISOString(),
  });
}
