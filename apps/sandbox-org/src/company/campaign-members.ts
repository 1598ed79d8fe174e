import type { Campaign } from './campaigns.ts';
import { MEAN_RESPONSE_DAYS, responseProbability } from './engagement.ts';
import { changeField, interestAt, auditFieldValues } from './lead-simulation.ts';
import type { LeadSimulation } from './lead-simulation.ts';
import { automationUserId } from './users.ts';
import { isoDate } from './records.ts';
import { DAY_MS } from './settings.ts';

const JOIN_PROBABILITY = 0.28;

function addCampaignMember(story: LeadSimulation, campaign: Campaign, at: number, respondedAt: number | null): void {
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
    ...auditFieldValues(automationUserId, at, changedAt),
  });
}

/** The running campaign of the kind that brought the lead, if any. */
function findSourceCampaign(story: LeadSimulation): Campaign | undefined {
  const type = { Webinar: 'Webinar', 'Trade Show': 'Trade Show', Advertisement: 'Advertisement' }[story.profile.source];
  return story.campaigns.findLast((campaign) => campaign.startsAt <= story.createdAt && campaign.type === type);
}

/** Campaigns: the one that brought the lead, and later ones, answered the more the lead is interested. */
export function simulateCampaignResponses(story: LeadSimulation): void {
  const { random, createdAt, endsAt, now } = story;
  const origin = findSourceCampaign(story);
  if (origin && random.chance(0.9)) addCampaignMember(story, origin, createdAt, createdAt);
  for (const campaign of story.campaigns) {
    if (campaign === origin || campaign.startsAt < createdAt || campaign.startsAt > endsAt) continue;
    if (campaign.startsAt > createdAt + 300 * DAY_MS || !random.chance(JOIN_PROBABILITY)) continue;
    const at = campaign.startsAt + Math.floor(random.uniform() * 2 * DAY_MS);
    const answers = random.chance(responseProbability(campaign.pull, interestAt(story, at)));
    const respondedAt = answers ? at + Math.floor(random.exponential(MEAN_RESPONSE_DAYS) * DAY_MS) : null;
    if (at > now || at >= endsAt) continue;
    const inTime = respondedAt !== null && respondedAt < Math.min(endsAt, now) ? respondedAt : null;
    addCampaignMember(story, campaign, at, inTime);
    if (campaign.type === 'Webinar' && inTime !== null) {
      const minutes = Number(story.fields.get('Webinar_Minutes__c') ?? 0) + 10 + random.below(50);
      changeField(story, 'Webinar_Minutes__c', minutes, inTime, automationUserId);
    }
  }
}
