import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leadlight/common';
import { competitors } from './attribute-values.ts';
import { nextOfficeTime } from './calendar.ts';
import { addHistoryRow, changeField, changeUntrackedField, type LeadSimulation } from './lead-simulation.ts';
import { probabilityAtCreation } from './lead-truth.ts';

/** Status changes, and the rating and the company size that reps may fill in after the first touch. */
export function simulateStatusChanges(lead: LeadSimulation, firstTouch: number): void {
  const { random, rep, decision, convertedAt, endsAt } = lead;
  if (firstTouch < endsAt) {
    changeField(lead, 'Status', 'Working - Contacted', firstTouch, rep.id);
    if (random.chance(0.6)) changeField(lead, 'Rating', sampleRating(lead), firstTouch + HOUR_MS, rep.id);
    if (random.chance(0.15)) fillNumberOfEmployees(lead, firstTouch + HOUR_MS);
  }
  const nurturedAt = nextOfficeTime(lead.createdAt + Math.floor((21 + random.exponential(10)) * DAY_MS), random);
  if (nurturedAt > firstTouch && nurturedAt < Math.min(endsAt, decision.decidedAt ?? endsAt) - 3 * DAY_MS) {
    changeField(lead, 'Status', 'Nurturing', nurturedAt, rep.id);
  }
  if (decision.decidedAt !== null && convertedAt !== null) {
    changeField(lead, 'Status', 'Working - Qualified', decision.decidedAt, rep.id);
  }
  if (decision.givenUpAt !== null) changeField(lead, 'Status', 'Unqualified', decision.givenUpAt, rep.id);
}

/** A rep's noisy estimate of the probability. */
function sampleRating({ profile, decision, random }: LeadSimulation): string {
  const estimate =
    Math.log(probabilityAtCreation(profile.fit, decision.interest[0] ?? 0) + 0.005) + 0.9 * random.normal();
  return estimate > -1.6 ? 'Hot' : estimate > -2.7 ? 'Warm' : 'Cold';
}

const isEmpty = (lead: LeadSimulation, field: string): boolean => (lead.fields.get(field) ?? null) === null;

function fillNumberOfEmployees(lead: LeadSimulation, at: number): void {
  if (isEmpty(lead, 'NumberOfEmployees')) {
    changeField(lead, 'NumberOfEmployees', lead.profile.employees, at, lead.rep.id);
  }
}

/** What reps fill in only before the conversion: the two planted leaks, and tracked fields whose history shows it. */
export function fillAtConversion(lead: LeadSimulation): void {
  const { random, rep, profile, decision, convertedAt, converted } = lead;
  if (convertedAt === null || converted === null || decision.decidedAt === null) return;
  const isFilled = (): boolean => random.chance(rep.team.fillsAtConversion);
  const at = Math.max(decision.decidedAt + MINUTE_MS, convertedAt - HOUR_MS);
  if (isFilled()) changeField(lead, 'Industry', profile.industry, at, rep.id);
  if (isFilled()) fillNumberOfEmployees(lead, at);
  if (isEmpty(lead, 'AnnualRevenue') && isFilled()) {
    changeField(lead, 'AnnualRevenue', sampleRevenue(lead), at, rep.id);
  }
  if (isEmpty(lead, 'Phone') && isFilled()) changeField(lead, 'Phone', profile.country.dial + ' 555 0100', at, rep.id);
  if (isFilled()) changeUntrackedField(lead, 'Budget_Confirmed__c', true, at);
  if (random.chance(0.7)) changeUntrackedField(lead, 'Competitor__c', random.pick(competitors), at);
  changeField(lead, 'Status', 'Closed - Converted', convertedAt, rep.id);
  addHistoryRow(lead, 'leadConverted', null, null, convertedAt, rep.id);
}

/** Reps sometimes fill in the leak fields of leads that are not converted. */
export function fillLeakFieldsWithoutConversion(lead: LeadSimulation): void {
  const { random, createdAt, endsAt, converted } = lead;
  if (converted) return;
  const at = createdAt + Math.floor(random.exponential(30) * DAY_MS);
  if (at >= endsAt) return;
  if (random.chance(0.05)) changeUntrackedField(lead, 'Competitor__c', random.pick(competitors), at);
  if (random.chance(0.02)) changeUntrackedField(lead, 'Budget_Confirmed__c', true, at);
}

/** Yearly revenue, correlated with the number of employees. */
export function sampleRevenue({ profile, random }: Pick<LeadSimulation, 'profile' | 'random'>): number {
  return Math.round(profile.employees * 140_000 * Math.exp(0.4 * random.normal())) + 50_000;
}
