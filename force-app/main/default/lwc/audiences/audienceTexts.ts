import type { Audience, AudiencePreview } from '@leadlight/contract';
import { fill, formatCount, formatInstant } from 'c/scoreFormat';
import { labels } from './labels';

/** Campaign names by id. A campaign that the user may not see is named by its id. */
export type CampaignNames = Readonly<Record<string, string>>;

export interface AudienceRow {
  readonly audienceId: string;
  readonly name: string;
  /** Where the audience is written, and what the last write did. */
  readonly state: string;
  readonly notes: readonly string[];
}

const some = (label: string, count: number): readonly string[] => (count > 0 ? [fill(label, formatCount(count))] : []);

export const campaignName = (campaignId: string, names: CampaignNames): string => names[campaignId] ?? campaignId;

export function audienceRow(audience: Audience, names: CampaignNames): AudienceRow {
  const { audienceId, name, lastWrite } = audience;
  const notes = lastWrite
    ? [
        ...some(labels.kept, lastWrite.keptForResponse),
        ...some(labels.removedByOthers, lastWrite.removedByOthers),
        ...some(labels.rejectedMembers, lastWrite.rejected),
      ]
    : [];
  return { audienceId, name, state: stateOf(audience, names), notes };
}

function stateOf({ campaignId, listView, confirmed, isWriteDue, lastWrite }: Audience, names: CampaignNames): string {
  if (campaignId === null && !listView) return labels.stateExport;
  const target = campaignId === null ? labels.listView : campaignName(campaignId, names);
  if (!confirmed) return fill(labels.stateUnconfirmed, target);
  if (isWriteDue || !lastWrite) return fill(labels.stateDue, target);
  const at = formatInstant(lastWrite.writtenAt);
  if (lastWrite.failure) return fill(labels.stateFailed, target, at, lastWrite.failure.message);
  const { added, removed, unchanged } = lastWrite;
  return fill(labels.stateWritten, target, formatCount(added), formatCount(removed), formatCount(unchanged), at);
}

/** Who is in it, then why others are not, each with how many. */
export function previewLines(preview: AudiencePreview): readonly string[] {
  const { members, candidates, heldOut, expectedConversions, excluded, unreadFields, valuesNotFound } = preview;
  const expected = formatCount(Math.round(expectedConversions));
  return [
    fill(labels.members, formatCount(members), formatCount(candidates), expected),
    ...some(labels.outHeld, heldOut),
    ...some(labels.outOptedOut, excluded.optedOut),
    ...some(labels.outInCampaign, excluded.inCampaign),
    ...some(labels.outContacted, excluded.contactedLately),
    ...some(labels.outConditions, excluded.conditionsNotMet),
    ...some(labels.outRange, excluded.outOfRange),
    ...(unreadFields.length > 0 ? [fill(labels.unread, unreadFields.join(', '))] : []),
    ...valuesNotFound.map(({ field, text }) => fill(labels.valueUnknown, field, text)),
  ];
}
