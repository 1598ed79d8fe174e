import { MISSING } from '../field-value.ts';
import { daysBetween } from '../instant.ts';
import type { LeadSnapshot } from '../snapshot.ts';
import { categoricalFeature, numericFeature } from './catalogue-feature.ts';

function daysSinceResponse({ campaigns, asOf }: LeadSnapshot): number {
  const responses = campaigns.flatMap(({ respondedAt }) => (respondedAt === null ? [] : [respondedAt]));
  return responses.length === 0 ? MISSING : Math.floor(daysBetween(Math.max(...responses), asOf));
}

export const campaignFeatures = [
  numericFeature({
    name: 'campaigns',
    unit: 'count',
    field: 'Campaign',
    labelKey: 'Feature_Campaigns',
    label: 'Campaigns',
    valueOf: ({ campaigns }) => campaigns.length,
  }),
  numericFeature({
    name: 'campaign_responses',
    unit: 'count',
    field: 'Campaign',
    labelKey: 'Feature_CampaignResponses',
    label: 'Campaign responses',
    valueOf: ({ campaigns }) => campaigns.filter(({ respondedAt }) => respondedAt !== null).length,
  }),
  numericFeature({
    name: 'campaign_kinds',
    unit: 'count',
    field: 'Campaign',
    labelKey: 'Feature_CampaignKinds',
    label: 'Kinds of campaign',
    valueOf: ({ campaigns }) =>
      new Set(campaigns.flatMap(({ campaignType }) => (campaignType === null ? [] : [campaignType]))).size,
  }),
  categoricalFeature({
    name: 'first_campaign_type',
    field: 'Campaign',
    labelKey: 'Feature_FirstCampaignType',
    label: 'Kind of the first campaign',
    valueOf: ({ campaigns }) => campaigns[0]?.campaignType ?? null,
  }),
  categoricalFeature({
    name: 'latest_campaign_type',
    field: 'Campaign',
    labelKey: 'Feature_LatestCampaignType',
    label: 'Kind of the latest campaign',
    valueOf: ({ campaigns }) => campaigns.at(-1)?.campaignType ?? null,
  }),
  numericFeature({
    name: 'days_since_campaign_response',
    unit: 'days',
    field: 'Campaign',
    labelKey: 'Feature_DaysSinceCampaignResponse',
    label: 'Days since the latest campaign response',
    valueOf: daysSinceResponse,
  }),
];
