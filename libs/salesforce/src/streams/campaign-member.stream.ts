import { HOUR_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { CampaignMembershipRecord } from '@leadlight/workflows';
import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { parseVersion, selectFields, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'LeadId', 'CampaignId', 'CreatedDate', 'SystemModstamp'];
/** From the start of a day in UTC until that day has ended in every time zone. */
const LATEST_END_OF_DAY_MS = 36 * HOUR_MS;

/** Campaign memberships of leads. They keep their lead through conversion. */
export const campaignMemberStream: Stream = {
  name: 'CampaignMember',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const member = await schema.find('CampaignMember');
    const selected = selectFields(member, 'CampaignMember', REQUIRED, ['FirstRespondedDate']);
    if ('missing' in selected) return selected;
    const campaign = member?.fields.get('CampaignId')?.relationship;
    const hasType = (await schema.find('Campaign'))?.fields.has('Type') === true && campaign !== undefined;
    const typePath = `${campaign}.Type`;
    const fields = hasType ? [...selected.fields, typePath] : selected.fields;
    return {
      fields,
      dependsOn: fields,
      initialWhere: ['LeadId != null'],
      unreadable: hasType ? selected.unreadable : [...selected.unreadable, 'CampaignMember.Campaign.Type'],
      records: async (rows) => rows.flatMap((row) => toMembershipRecord(row, typePath) ?? []),
    };
  },
};

function toMembershipRecord(row: Row, typePath: string): CampaignMembershipRecord | undefined {
  const version = parseVersion(row);
  const [leadId, campaignId] = [toTextOrNull(row.LeadId), toTextOrNull(row.CampaignId)];
  if (!version || leadId === null || campaignId === null) return undefined;
  return {
    ...version,
    kind: 'campaignMembership',
    leadId,
    campaignId,
    campaignType: toTextOrNull(row[typePath]),
    respondedAt: respondedAtOf(row, version.createdAt),
  };
}

/**
 * The first response is stored as a day, and was certainly known once that day had ended everywhere. Midnight would let a
 * snapshot see the response early. The time at which the row was saved would reveal the outcome, because a conversion
 * saves all memberships of its lead again.
 */
function respondedAtOf(row: Row, createdAt: Instant): Instant | null {
  const day = parseInstant(row.FirstRespondedDate);
  return day === null ? null : Math.max(createdAt, day + LATEST_END_OF_DAY_MS);
}
