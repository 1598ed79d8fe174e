import { DAY_MS } from '@leadlight/common';
import type { Campaign } from './campaigns.ts';
import { MEAN_RESPONSE_DAYS, responseProbability } from './latent-interest.ts';
import { auditFieldValues, changeField, interestAt, type LeadSimulation } from './lead-simulation.ts';
import { isoDate } from './records.ts';
import { automationUserId } from './users.ts';

const JOIN_PROBABILITY = 0.28;

function addCampaignMember(lead: LeadSimulation, campaign: Campaign, at: number, respondedAt: number | null): void {
  const responded = respondedAt !== null && respondedAt <= lead.now;
  const changedAt = Math.max(at, responded ? respondedAt : at, lead.convertedAt ?? at);
  lead.related.CampaignMember.push({
    Id: lead.nextId('CampaignMember'),
    CampaignId: campaign.id,
    LeadId: lead.leadId,
    ContactId: lead.converted?.contactId ?? null,
    LeadOrContactId: lead.converted?.contactId ?? lead.leadId,
    Type: lead.converted ? 'Contact' : 'Lead',
    Status: responded ? 'Responded' : 'Sent',
    HasResponded: responded,
    FirstRespondedDate: responded ? isoDate(respondedAt) : null,
    ...auditFieldValues(automationUserId, at, changedAt),
  });
}

/** The latest campaign of the type of the lead's source, if any. */
function findSourceCampaign(lead: LeadSimulation): Campaign | undefined {
  const type = { Webinar: 'Webinar', 'Trade Show': 'Trade Show', Advertisement: 'Advertisement' }[lead.profile.source];
  return lead.campaigns.findLast((campaign) => campaign.startsAt <= lead.createdAt && campaign.type === type);
}

/** Adds the lead to its source campaign and to later campaigns; it responds more often with more interest. */
export function simulateCampaignResponses(lead: LeadSimulation): void {
  const { random, createdAt, endsAt, now } = lead;
  const source = findSourceCampaign(lead);
  if (source && random.chance(0.9)) addCampaignMember(lead, source, createdAt, createdAt);
  for (const campaign of lead.campaigns) {
    if (campaign === source || campaign.startsAt < createdAt || campaign.startsAt > endsAt) continue;
    if (campaign.startsAt > createdAt + 300 * DAY_MS || !random.chance(JOIN_PROBABILITY)) continue;
    const at = campaign.startsAt + Math.floor(random.uniform() * 2 * DAY_MS);
    const responds = random.chance(responseProbability(campaign.responseFactor, interestAt(lead, at)));
    const respondedAt = responds ? at + Math.floor(random.exponential(MEAN_RESPONSE_DAYS) * DAY_MS) : null;
    if (at > now || at >= endsAt) continue;
    const inTime = respondedAt !== null && respondedAt < Math.min(endsAt, now) ? respondedAt : null;
    addCampaignMember(lead, campaign, at, inTime);
    if (campaign.type === 'Webinar' && inTime !== null) {
      const minutes = Number(lead.fields.get('Webinar_Minutes__c') ?? 0) + 10 + random.below(50);
      changeField(lead, 'Webinar_Minutes__c', minutes, inTime, automationUserId);
    }
  }
}
