import { DAY_MS } from '@leadlight/common';
import { companyFirstWords, companySecondWords, companySuffixes } from './attribute-values.ts';
import type { LeadProfile } from './profile.ts';
import { createRandom, mixSeed } from './random.ts';
import { companyStart, type CompanySettings } from './settings.ts';

/** Companies of which several people become leads, within some months. */
export interface SharedEmployers {
  /** Share of the leads that work for one, 0 to 1. */
  readonly share: number;
  /** Leads of each, on average. */
  readonly leadsEach: number;
  /**
   * Standard deviation of what all leads of a company have in common: it is added to their fit, and no record shows it, so that their
   * outcomes depend on each other.
   */
  readonly effectSd: number;
}

/** The people of a company become leads within this time. */
const ACTIVE_DAYS = 120;
/** Companies before the first lead have negative numbers. */
const FIRST_NUMBER = 1_000_000;

/** The effect of a company on the fit of its leads. */
export const employerEffect = (seed: number, employer: number, { effectSd }: SharedEmployers): number =>
  effectSd * createRandom(mixSeed(seed, 67, FIRST_NUMBER + employer)).normal();

/**
 * The profile of a lead that works for one of the companies, or the same profile. It keeps what the person has, with the name, the mail
 * domain and the effect of the company. Draws nothing from the generator of the lead, so that all else stays the same where the effect is 0.
 */
export function withEmployer(
  profile: LeadProfile,
  { employers, ...settings }: Pick<CompanySettings, 'seed' | 'employers' | 'leads' | 'months' | 'now'>,
  createdAt: number,
  serial: number,
): LeadProfile {
  if (!employers || profile.junk) return profile;
  const { seed, leads, months } = settings;
  const random = createRandom(mixSeed(seed, 61, serial));
  if (!random.chance(employers.share)) return profile;
  const count = Math.max(1, Math.round((leads * employers.share) / employers.leadsEach));
  const perDay = count / (months * 30.4375);
  const newest = Math.floor(((createdAt - companyStart(settings)) / DAY_MS) * perDay);
  const employer = newest - random.below(Math.max(1, Math.round(ACTIVE_DAYS * perDay)));
  const named = createRandom(mixSeed(seed, 71, FIRST_NUMBER + employer));
  const [head, middle] = [named.pick(companyFirstWords), named.pick(companySecondWords)];
  const domain = `${head}-${middle}-${FIRST_NUMBER + employer}.com`.toLowerCase().replace(/[^a-z0-9.-]/g, '');
  const localPart = profile.email.slice(0, profile.email.indexOf('@'));
  return {
    ...profile,
    company: `${head} ${middle} ${FIRST_NUMBER + employer} ${named.pick(companySuffixes)}`.trim(),
    email: profile.freeMail ? profile.email : `${localPart}${serial}@${domain}`,
    fit: profile.fit + employerEffect(seed, employer, employers),
  };
}
