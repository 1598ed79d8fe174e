import { DAY_MS } from '@leadlight/common';
import { hashedUniform } from '@leadlight/evaluation';
import type { FieldValue, Instant, LeadHistory } from '@leadlight/lead-features';
import { CONSENT_FIELDS, type AudienceDefinition, type AudienceFilter } from './audience.ts';

/** An open lead as last scored, with what is known of it. */
export interface AudienceCandidate {
  readonly leadId: string;
  readonly score: number;
  readonly band: string;
  /** 0 to 1. */
  readonly probability: number;
  readonly history: Pick<LeadHistory, 'fields' | 'activities' | 'campaigns'>;
}

/** Why a lead is left out, the first that applies, in this order. */
export type Exclusion = 'opted_out' | 'in_campaign' | 'contacted_lately' | 'filtered' | 'out_of_range';

export interface AudienceSelection {
  /** By probability, or by value if the range is by value, the highest first. */
  readonly members: readonly AudienceCandidate[];
  /** Would be members, but are left out at random. */
  readonly heldOut: readonly AudienceCandidate[];
  readonly excluded: Readonly<Record<Exclusion, number>>;
}

/**
 * The leads of an audience. A lead is held out or not for good: it depends on the audience and the lead alone.
 * @param candidates open leads that lists by score show
 * @param seed the audience's id
 */
export function selectAudience(
  candidates: Iterable<AudienceCandidate>,
  definition: AudienceDefinition,
  { seed, now }: { readonly seed: string; readonly now: Instant },
): AudienceSelection {
  const excluded = { opted_out: 0, in_campaign: 0, contacted_lately: 0, filtered: 0, out_of_range: 0 };
  const eligible: AudienceCandidate[] = [];
  for (const candidate of candidates) {
    const exclusion = exclusionOf(candidate, definition, now);
    if (exclusion) excluded[exclusion]++;
    else eligible.push(candidate);
  }
  const chosen = limitTo(eligible, definition);
  excluded.out_of_range += eligible.length - chosen.length;
  const { heldOutShare } = definition;
  const isHeldOut = ({ leadId }: AudienceCandidate) => hashedUniform(seed, leadId) < heldOutShare;
  return {
    members: chosen.filter((candidate) => !isHeldOut(candidate)),
    heldOut: chosen.filter(isHeldOut),
    excluded,
  };
}

function exclusionOf(
  candidate: AudienceCandidate,
  { range, filters, channel, notInCampaigns, notContactedForDays }: AudienceDefinition,
  now: Instant,
): Exclusion | undefined {
  const { fields, activities, campaigns } = candidate.history;
  if (CONSENT_FIELDS[channel].some((field) => fields[field] === true)) return 'opted_out';
  if (campaigns.some(({ campaignId }) => notInCampaigns.includes(campaignId))) return 'in_campaign';
  const since = notContactedForDays === null ? undefined : now - notContactedForDays * DAY_MS;
  const isRecent = (at: Instant | null): boolean => since !== undefined && at !== null && at >= since && at <= now;
  if (activities.some(({ completedAt, incoming }) => !incoming && isRecent(completedAt))) return 'contacted_lately';
  if (!filters.every((filter) => meets(fields[filter.field] ?? null, filter))) return 'filtered';
  if (range.by === 'score' && !(candidate.score >= range.from && candidate.score <= range.to)) return 'out_of_range';
  if (range.by === 'band' && !range.bands.includes(candidate.band)) return 'out_of_range';
  return undefined;
}

/** Values of the filters that no candidate has, as where a code is meant for a name: `DE` for `Germany`. */
export function valuesNotFound(
  candidates: readonly AudienceCandidate[],
  filters: readonly AudienceFilter[],
): readonly { readonly field: string; readonly value: FieldValue }[] {
  return filters.flatMap((filter) => {
    const values = 'is' in filter ? filter.is : 'isNot' in filter ? filter.isNot : [];
    if (values.length === 0) return [];
    const found = new Set(candidates.map(({ history }) => history.fields[filter.field] ?? null));
    return values.filter((value) => !found.has(value)).map((value) => ({ field: filter.field, value }));
  });
}

function meets(value: FieldValue, filter: AudienceFilter): boolean {
  if ('missing' in filter) return (value === null || value === '') === filter.missing;
  if (value === null || value === '') return false;
  if ('is' in filter) return filter.is.includes(value);
  if ('isNot' in filter) return !filter.isNot.includes(value);
  if (typeof value !== 'number') return false;
  return 'atLeast' in filter ? value >= filter.atLeast : value < filter.below;
}

/** The highest first, of equals the one with the smaller id; as many as the range allows. */
function limitTo(eligible: readonly AudienceCandidate[], { range }: AudienceDefinition): readonly AudienceCandidate[] {
  const rankOf = (candidate: AudienceCandidate): number => {
    if (range.by !== 'value') return candidate.probability;
    const value = candidate.history.fields[range.field];
    return typeof value === 'number' ? candidate.probability * value : Number.NEGATIVE_INFINITY;
  };
  const ranked = eligible
    .map((candidate) => ({ candidate, rank: rankOf(candidate) }))
    .sort((left, right) => right.rank - left.rank || (left.candidate.leadId < right.candidate.leadId ? -1 : 1))
    .map(({ candidate }) => candidate);
  return range.by === 'top' || range.by === 'value' ? ranked.slice(0, range.leads) : ranked;
}
