import type { Instant } from '@leadlight/lead-features';
import type { CampaignMembershipRecord } from '@leadlight/workflows';
import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { selectFields, isTrue, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'LeadId', 'CampaignId', 'CreatedDate', 'SystemModstamp'];
const LATEST_END_OF_DAY_MS = 36 * 3_600_000;

/** Campaign memberships of leads; they keep their lead through conversion. */
export const campaignMemberStream: Stream = {
  name: 'CampaignMember',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const member = await schema.find('CampaignMember');
    const chosen = selectFields(member, 'CampaignMember', REQUIRED, ['FirstRespondedDate']);
    if ('missing' in chosen) return chosen;
    const campaign = member?.fields.get('CampaignId')?.relationship;
    const hasType = (await schema.find('Campaign'))?.fields.has('Type') === true && campaign !== undefined;
    const type = `${campaign}.Type`;
    const fields = hasType ? [...chosen.fields, type] : chosen.fields;
    return {
      fields,
      dependsOn: fields,
      initialWhere: ['LeadId != null'],
      unreadable: hasType ? chosen.unreadable : [...chosen.unreadable, 'CampaignMember.Campaign.Type'],
      records: async (rows) => rows.flatMap((row) => toMembershipRecord(row, type) ?? []),
    };
  },
};

function toMembershipRecord(row: Row, type: string): CampaignMembershipRecord | undefined {
  const [id, leadId, campaignId] = [toTextOrNull(row.Id), toTextOrNull(row.LeadId), toTextOrNull(row.CampaignId)];
  const [createdAt, changedAt] = [parseInstant(row.CreatedDate), parseInstant(row.SystemModstamp)];
  if (id === null || leadId === null || campaignId === null || createdAt === null || changedAt === null)
    return undefined;
  return {
    kind: 'campaignMembership',
    id,
    changedAt,
    deleted: isTrue(row.IsDeleted),
    leadId,
    campaignId,
    campaignType: toTextOrNull(row[type]),
    createdAt,
    respondedAt: respondedAtOf(row, createdAt),
  };
}

/**
 * The first response is kept as a day, and was known at the latest when that day had ended everywhere. Taking its midnight
 * would let a snapshot see a response early; taking the time at which the row was saved would tell the outcome, because a
 * conversion saves all memberships of its lead again.
 */
function respondedAtOf(row: Row, createdAt: Instant): Instant | null {
  const day = parseInstant(row.FirstRespondedDate);
  return day === null ? null : Math.max(createdAt, day + LATEST_END_OF_DAY_MS);
}
