import type { Unit } from '../feature.ts';
import { MISSING } from '../field-value.ts';
import { daysBetween } from '../instant.ts';
import type { LeadSnapshot } from '../snapshot.ts';
import { categoricalFeature, numericFeature } from './catalogue-feature.ts';

function daysSinceResponse({ campaigns, asOf }: LeadSnapshot): number {
  const responses = campaigns.flatMap(({ respondedAt }) => (respondedAt === null ? [] : [respondedAt]));
  return responses.length === 0 ? MISSING : Math.floor(daysBetween(Math.max(...responses), asOf));
}

const campaignFeature = (name: string, unit: Unit, label: string, valueOf: (snapshot: LeadSnapshot) => number) =>
  numericFeature({ name, unit, field: 'Campaign', label, valueOf });

export const campaignFeatures = [
  campaignFeature('campaigns', 'count', 'Campaigns', ({ campaigns }) => campaigns.length),
  campaignFeature(
    'campaign_responses',
    'count',
    'Campaign responses',
    ({ campaigns }) => campaigns.filter(({ respondedAt }) => respondedAt !== null).length,
  ),
  campaignFeature(
    'campaign_kinds',
    'count',
    'Kinds of campaign',
    ({ campaigns }) =>
      new Set(campaigns.flatMap(({ campaignType }) => (campaignType === null ? [] : [campaignType]))).size,
  ),
  categoricalFeature({
    name: 'first_campaign_type',
    field: 'Campaign',
    label: 'Kind of the first campaign',
    valueOf: ({ campaigns }) => campaigns[0]?.campaignType ?? null,
  }),
  categoricalFeature({
    name: 'latest_campaign_type',
    field: 'Campaign',
    label: 'Kind of the latest campaign',
    valueOf: ({ campaigns }) => campaigns.at(-1)?.campaignType ?? null,
  }),
  campaignFeature('days_since_campaign_response', 'days', 'Days since the latest campaign response', daysSinceResponse),
];
