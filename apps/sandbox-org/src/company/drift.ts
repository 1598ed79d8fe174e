import { DAY_MS } from '@leadlight/common';
import { countries } from './attribute-values.ts';
import type { LeadDecision } from './latent-interest.ts';
import { COUNTRY_FIT_SCALE, type LeadProfile } from './profile.ts';
import type { Random } from './random.ts';
import type { FieldValue } from './records.ts';

/**
 * How the company changes, for leads created from `at` on:
 * `concept`: the fit is worth half, at the same conversion rate; `source`: leads from the web turn bad; `rate`: 40 % fewer leads
 * convert; `delay`: conversions come later, as many within 90 days; `feature`: a third of the leads come from a new market; `form`:
 * the industry arrives empty.
 */
export const driftKinds = ['concept', 'source', 'rate', 'delay', 'feature', 'form'] as const;
export type DriftKind = (typeof driftKinds)[number];

export interface CompanyDrift {
  readonly kind: DriftKind;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The drift that a lead of this time is subject to. */
export const driftAt = (drift: CompanyDrift | undefined, createdAt: number): DriftKind | undefined =>
  drift && createdAt >= drift.at ? drift.kind : undefined;

/** Added to half of the fit, this gives the same conversion rate. */
const CONCEPT_FIT = 0.78;
const BAD_SOURCE = 'Web';
const BAD_SOURCE_FIT = -2.5;
/** Added to the fit, this lets 40 % fewer leads convert. */
const LOW_RATE_FIT = -0.8;
const NEW_MARKET = 'Brazil';
const NEW_MARKET_SHARE = 1 / 3;

export function driftProfile(profile: LeadProfile, kind: DriftKind | undefined, random: Random): LeadProfile {
  if (profile.junk) return profile;
  switch (kind) {
    case 'concept':
      return { ...profile, fit: CONCEPT_FIT + profile.fit / 2 };
    case 'source':
      return profile.source === BAD_SOURCE ? { ...profile, fit: profile.fit + BAD_SOURCE_FIT } : profile;
    case 'rate':
      return { ...profile, fit: profile.fit + LOW_RATE_FIT };
    case 'feature':
      return random.chance(NEW_MARKET_SHARE) ? inNewMarket(profile) : profile;
    default:
      return profile;
  }
}

function inNewMarket(profile: LeadProfile): LeadProfile {
  const country = countries.find(({ value }) => value === NEW_MARKET)!;
  const fit = profile.fit + COUNTRY_FIT_SCALE * (country.effect - profile.country.effect);
  return { ...profile, country, state: null, fit };
}

/** Decisions within the horizon of 90 days come later and stay within it: half of them after 23 days and not 18. */
const DELAYED_DAYS = 90;
const DELAY_POWER = 0.85;

export function driftDecision(decision: LeadDecision, kind: DriftKind | undefined, createdAt: number): LeadDecision {
  const { decidedAt } = decision;
  if (kind !== 'delay' || decidedAt === null) return decision;
  const share = (decidedAt - createdAt) / (DELAYED_DAYS * DAY_MS);
  if (share >= 1) return decision;
  return { ...decision, decidedAt: createdAt + Math.floor(share ** DELAY_POWER * DELAYED_DAYS * DAY_MS) };
}

/** The fields as they arrive through the company's form. */
export function driftFields(fields: Map<string, FieldValue>, kind: DriftKind | undefined): Map<string, FieldValue> {
  if (kind === 'form') fields.set('Industry', null);
  return fields;
}
