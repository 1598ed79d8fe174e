import type { FieldValue, Instant } from '@leadlight/lead-features';

/** Which leads belong to an audience by their score, before filters and exclusions. */
export type AudienceRange =
  | { readonly by: 'score'; readonly from: number; readonly to: number }
  | { readonly by: 'band'; readonly bands: readonly string[] }
  /** The highest probabilities of the leads that filters and exclusions leave. */
  | { readonly by: 'top'; readonly leads: number }
  /** The highest products of the probability and a number field, such as AnnualRevenue; leads without the number come last. */
  | { readonly by: 'value'; readonly leads: number; readonly field: string };

/** A condition on a field of the lead. A missing value meets no condition but `missing`. */
export type AudienceFilter = { readonly field: string } & (
  | { readonly is: readonly FieldValue[] }
  | { readonly isNot: readonly FieldValue[] }
  | { readonly atLeast: number }
  | { readonly below: number }
  | { readonly missing: boolean }
);

/** How the leads are to be contacted, which decides the consent that is needed. */
export type Channel = 'email' | 'phone' | 'both' | 'other';

export interface AudienceDefinition {
  readonly range: AudienceRange;
  /** A lead must meet all. */
  readonly filters: readonly AudienceFilter[];
  /** Leads that have opted out of this channel are left out; `other` needs no consent field. */
  readonly channel: Channel;
  /** Leads that are members of one of these campaigns are left out. */
  readonly notInCampaigns: readonly string[];
  /** Leads with an activity in this many days are left out; null = none are. */
  readonly notContactedForDays: number | null;
  /** Share of leads that is left out at random, 0 to 0.5, to measure what the campaign changes. */
  readonly heldOutShare: number;
}

export const DEFAULT_DEFINITION: AudienceDefinition = {
  range: { by: 'band', bands: ['A'] },
  filters: [],
  channel: 'both',
  notInCampaigns: [],
  notContactedForDays: null,
  heldOutShare: 0,
};

/** A saved audience. */
export interface Audience {
  readonly id: string;
  readonly name: string;
  readonly definition: AudienceDefinition;
  /** The campaign whose members are kept in step; null = none is. */
  readonly campaignId: string | null;
  /** Whether a list view of leads in the org is kept in step, instead of a campaign. */
  readonly listView: boolean;
  /** Grows with every change. */
  readonly revision: number;
  /** The revision that somebody has confirmed; only that one is written to the campaign. Null = none. */
  readonly confirmedRevision: number | null;
  readonly confirmedBy: string | null;
  readonly changedAt: Instant;
  /** When somebody last asked for a write before it was due; null = never. */
  readonly writeRequestedAt: Instant | null;
  readonly lastWrite: AudienceWrite | null;
}

/** What the last write of an audience to its campaign or list view did, or why it did not. */
export interface AudienceWrite {
  readonly at: Instant;
  /** The revision that was written. */
  readonly revision: number;
  /** null = it failed. */
  readonly counts: AudienceWriteCounts | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export interface AudienceWriteCounts {
  readonly added: number;
  readonly removed: number;
  /** Members, or leads of the list view, that were there before, and stay. */
  readonly unchanged: number;
  readonly keptForResponse: number;
  readonly removedByOthers: number;
  readonly rejected: number;
}

/** Where an audience is written to. */
export type AudienceTarget = Pick<Audience, 'campaignId' | 'listView'>;

/** Without a target, an audience is only counted and exported. */
export const hasTarget = ({ campaignId, listView }: AudienceTarget): boolean => campaignId !== null || listView;

export const isSameTarget = (one: AudienceTarget, other: AudienceTarget): boolean =>
  one.campaignId === other.campaignId && one.listView === other.listView;

export const isConfirmed = ({ revision, confirmedRevision }: Audience): boolean => revision === confirmedRevision;

/** A lead that an audience was written for. */
export interface AudienceMember {
  readonly leadId: string;
  /** `added` to the campaign or list view by Leadlight, `held_out` at random, or `left`: removed again, or no longer held out. */
  readonly state: 'added' | 'held_out' | 'left';
  /** The CampaignMember that Leadlight created; null for the others. */
  readonly campaignMemberId: string | null;
  readonly since: Instant;
}

/** The fields by which a lead opts out of a channel. */
export const CONSENT_FIELDS: Readonly<Record<Channel, readonly string[]>> = {
  email: ['HasOptedOutOfEmail'],
  phone: ['DoNotCall'],
  both: ['HasOptedOutOfEmail', 'DoNotCall'],
  other: [],
};
