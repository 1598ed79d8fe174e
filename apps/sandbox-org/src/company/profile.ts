import * as values from './attribute-values.ts';
import type { WeightedValue } from './attribute-values.ts';
import type { Random } from './random.ts';

/** The attributes of a lead at creation, whether or not its record has them. */
export interface LeadProfile {
  readonly source: string;
  readonly industry: string;
  readonly employees: number;
  readonly seniority: string;
  readonly department: string;
  readonly title: string;
  readonly product: string;
  readonly country: (typeof values.countries)[number];
  readonly state: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly email: string;
  readonly freeMail: boolean;
  readonly phone: string | null;
  /** Minutes in the webinar that the lead came from; 0 for other sources. */
  readonly webinarMinutes: number;
  readonly junk: boolean;
  /** The sum of the effects of these attributes on the log rate of buying. */
  readonly fit: number;
}

const sampleByWeight = <T extends WeightedValue>(random: Random, choices: readonly T[]): T =>
  random.weighted(
    choices,
    choices.map(({ weight }) => weight),
  );

const JUNK_FIT = -6;
/** The weight of the profile relative to the latent interest. */
const FIT_SCALE = 1.7;
/** What the effect of a country counts in the fit. */
export const COUNTRY_FIT_SCALE = FIT_SCALE;
const JUNK_SHARE = 0.03;

/** @param hour of the creation, UTC. @param month of the creation, UTC, from 0 */
export function sampleProfile(random: Random, hour: number, month: number): LeadProfile {
  const source = sampleByWeight(random, values.leadSources);
  const industry = sampleByWeight(random, values.industries);
  const size = sampleByWeight(random, values.sizes);
  const seniority = sampleByWeight(random, values.seniorities);
  const department = sampleByWeight(random, values.departments);
  const product = sampleByWeight(random, values.products);
  const country = sampleByWeight(random, values.countries);
  const junk = random.chance(JUNK_SHARE);
  const freeMail = random.chance(size.value === 'micro' ? 0.45 : source.value === 'Advertisement' ? 0.3 : 0.14);
  const webinarMinutes = source.value === 'Webinar' ? Math.round(5 + 55 * random.uniform()) : 0;
  const hasPhone = random.chance(source.value === 'Web' ? 0.45 : 0.7);
  const fit =
    source.effect +
    industry.effect +
    size.effect +
    seniority.effect +
    department.effect +
    product.effect +
    country.effect +
    (freeMail ? -0.7 : 0) +
    (hasPhone ? 0.3 : 0) +
    (webinarMinutes === 0 ? 0 : (webinarMinutes - 32) * 0.02) +
    (hour >= 8 && hour < 18 ? 0.1 : -0.15) +
    (month === 7 || month === 11 ? -0.2 : 0) +
    interactionEffects(source.value, seniority.value, department.value, product.value, size.value);
  return {
    source: source.value,
    industry: industry.value,
    employees: Math.round(size.from * Math.pow(size.to / size.from, random.uniform())),
    seniority: seniority.value,
    department: department.value,
    title: random.pick(seniority.titles).replace('{D}', department.value),
    product: product.value,
    country,
    state: country.value === 'United States' ? random.pick(values.usStates) : null,
    ...(junk ? sampleJunkIdentity(random) : sampleIdentity(random, country, freeMail)),
    freeMail: freeMail || junk,
    phone: hasPhone ? phoneNumber(random, country.dial) : null,
    webinarMinutes,
    junk,
    fit: junk ? JUNK_FIT : FIT_SCALE * fit,
  };
}

function interactionEffects(
  source: string,
  seniority: string,
  department: string,
  product: string,
  size: string,
): number {
  const match =
    (product === 'Forecasting' && (department === 'Finance' || department === 'Sales')) ||
    (product === 'Routing' && department === 'Operations') ||
    (product === 'Campaigns' && department === 'Marketing');
  const senior = seniority === 'executive' || seniority === 'vice president';
  const big = size === 'large' || size === 'very large' || size === 'upper medium';
  return (
    (match ? 0.45 : -0.15) +
    (source === 'Purchased List' && senior ? -0.5 : 0) +
    (source === 'Referral' && big ? 0.4 : 0) +
    (seniority === 'executive' && size === 'micro' ? -0.3 : 0)
  );
}

type Identity = Pick<LeadProfile, 'firstName' | 'lastName' | 'company' | 'email'>;

function sampleIdentity(random: Random, country: LeadProfile['country'], freeMail: boolean): Identity {
  const firstName = random.pick(values.firstNames);
  const lastName = random.pick(values.lastNames);
  const head = random.pick(values.companyFirstWords);
  const middle = random.pick(values.companySecondWords);
  const company = `${head} ${middle} ${random.pick(values.companySuffixes)}`.trim();
  const localPart = `${asciiName(firstName)}.${asciiName(lastName)}`;
  const number = random.below(900) + 100;
  const domain = `${asciiName(head)}-${asciiName(middle)}${number}.${country.domain}`;
  const email = freeMail ? `${localPart}${number}@${random.pick(values.freeMailDomains)}` : `${localPart}@${domain}`;
  return { firstName, lastName, company, email };
}

function sampleJunkIdentity(random: Random): Identity {
  const keys = Array.from({ length: 6 }, () => random.pick([...'asdfghjkl'])).join('');
  return random.chance(0.5)
    ? { firstName: 'Test', lastName: 'Test', company: 'test', email: `test${random.below(1000)}@test.com` }
    : { firstName: keys.slice(0, 3), lastName: keys, company: keys.slice(2), email: `${keys}@${keys.slice(1)}.xyz` };
}

/** The Latin letters of a name in lower case; `user` without any. */
function asciiName(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
  return letters === '' ? 'user' : letters;
}

function phoneNumber(random: Random, dial: string): string {
  return `${dial} ${200 + random.below(700)} ${1_000_000 + random.below(8_999_999)}`;
}
