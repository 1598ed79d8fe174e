import type { Campaign } from './campaigns.ts';
import { RESPONSE_DAYS, responseChance } from './engagement.ts';
import { change, interestAt, madeBy } from './lead-story.ts';
import type { Story } from './lead-story.ts';
import { automationUserId } from './people.ts';
import { isoDate } from './records.ts';
import { DAY_MS } from './settings.ts';

const JOIN_CHANCE = 0.28;

function joinCampaign(story: Story, campaign: Campaign, at: number, respondedAt: number | null): void {
  const responded = respondedAt !== null && respondedAt <= story.now;
  const changedAt = Math.max(at, responded ? respondedAt : at, story.convertedAt ?? at);
  story.related.CampaignMember.push({
    Id: story.nextId('CampaignMember'),
    CampaignId: campaign.id,
    LeadId: story.leadId,
    ContactId: story.converted?.contactId ?? null,
    LeadOrContactId: story.converted?.contactId ?? story.leadId,
    Type: story.converted ? 'Contact' : 'Lead',
    Status: responded ? 'Responded' : 'Sent',
    HasResponded: responded,
    FirstRespondedDate: responded ? isoDate(respondedAt) : null,
    ...madeBy(automationUserId, at, changedAt),
  });
}

/** The running campaign of the kind that brought the lead, if any. */
function originOf(story: Story): Campaign | undefined {
  const type = { Webinar: 'Webinar', 'Trade Show': 'Trade Show', Advertisement: 'Advertisement' }[story.profile.source];
  return story.campaigns.findLast((campaign) => campaign.startsAt <= story.createdAt && campaign.type === type);
}

/** Campaigns: the one that brought the lead, and later ones, answered the more the lead is interested. */
export function joinCampaigns(story: Story): void {
  const { random, createdAt, endsAt, now } = story;
  const origin = originOf(story);
  if (origin && random.chance(0.9)) joinCampaign(story, origin, createdAt, createdAt);
  for (const campaign of story.campaigns) {
    if (campaign === origin || campaign.startsAt < createdAt || campaign.startsAt > endsAt) continue;
    if (campaign.startsAt > createdAt + 300 * DAY_MS || !random.chance(JOIN_CHANCE)) continue;
    const at = campaign.startsAt + Math.floor(random.uniform() * 2 * DAY_MS);
    const answers = random.chance(responseChance(campaign.pull, interestAt(story, at)));
    const respondedAt = answers ? at + Math.floor(random.exponential(RESPONSE_DAYS) * DAY_MS) : null;
    if (at > now || at >= endsAt) continue;
    const inTime = respondedAt !== null && respondedAt < Math.min(endsAt, now) ? respondedAt : null;
    joinCampaign(story, campaign, at, inTime);
    if (campaign.type === 'Webinar' && inTime !== null) {
      const minutes = Number(story.fields.get('Webinar_Minutes__c') ?? 0) + 10 + random.below(50);
      change(story, 'Webinar_Minutes__c', minutes, inTime, automationUserId);
    }
  }
}
