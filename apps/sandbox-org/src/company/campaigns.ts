import { DAY_MS } from '@leadlight/common';
import { createRandom, mixSeed } from './random.ts';
import { keyPrefix, recordId } from './record-id.ts';
import { type CompanyRecord, isoDate, isoTime } from './records.ts';
import { type CompanySettings, companyStart } from './settings.ts';
import { automationUserId } from './users.ts';

export interface Campaign {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Factor of the response probability. */
  readonly responseFactor: number;
}

const CAMPAIGN_TYPES = [
  { type: 'Webinar', responseFactor: 1.3, days: 21 },
  { type: 'Email', responseFactor: 0.7, days: 14 },
  { type: 'Trade Show', responseFactor: 1, days: 30 },
  { type: 'Advertisement', responseFactor: 0.5, days: 45 },
  { type: 'Content Syndication', responseFactor: 0.6, days: 40 },
] as const;

/** Factor of the response probability to campaigns of a type. */
export const campaignResponseFactor = (type: string | undefined): number =>
  CAMPAIGN_TYPES.find((each) => each.type === type)?.responseFactor ?? 1;

const CAMPAIGN_INTERVAL_DAYS = 14;

/** A campaign every two weeks up to `now`, alternating between types. */
export function simulateCampaigns(settings: CompanySettings): Campaign[] {
  const random = createRandom(mixSeed(settings.seed, 23));
  const campaigns: Campaign[] = [];
  for (let at = companyStart(settings) - 30 * DAY_MS; at < settings.now; at += CAMPAIGN_INTERVAL_DAYS * DAY_MS) {
    const type = CAMPAIGN_TYPES[
      (campaigns.length + random.below(2)) % CAMPAIGN_TYPES.length
    ] as (typeof CAMPAIGN_TYPES)[number];
    const serial = campaigns.length + 1;
    campaigns.push({
      id: recordId(keyPrefix.Campaign, serial),
      type: type.type,
      name: `${isoDate(at).slice(0, 7)} ${type.type} ${serial}`,
      startsAt: at,
      endsAt: at + type.days * DAY_MS,
      responseFactor: type.responseFactor,
    });
  }
  return campaigns;
}

export const toCampaignRecord = (campaign: Campaign, now: number): CompanyRecord => ({
  Id: campaign.id,
  Name: campaign.name,
  Type: campaign.type,
  Status: campaign.endsAt < now ? 'Completed' : 'In Progress',
  StartDate: isoDate(campaign.startsAt),
  EndDate: isoDate(campaign.endsAt),
  IsActive: campaign.endsAt >= now,
  IsDeleted: false,
  OwnerId: automationUserId,
  CreatedDate: isoTime(campaign.startsAt),
  CreatedById: automationUserId,
  LastModifiedDate: isoTime(Math.min(now, Math.max(campaign.startsAt, campaign.endsAt))),
  LastModifiedById: automationUserId,
  SystemModstamp: isoTime(Math.min(now, Math.max(campaign.startsAt, campaign.endsAt))),
});
