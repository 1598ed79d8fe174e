import { nextOfficeTime } from './calendar.ts';
import { changeField, changeUntrackedField, addHistoryRow } from './lead-simulation.ts';
import type { LeadSimulation } from './lead-simulation.ts';
import { probabilityAtCreation } from './lead-truth.ts';
import { DAY_MS, HOUR_MS } from './settings.ts';
import { competitors } from './attribute-values.ts';

/** Statuses, a rep's rating after the first touch, and what reps learn and write down on the way. */
export function simulateStatusChanges(story: LeadSimulation, firstTouch: number): void {
  const { random, rep, course, convertedAt, endsAt } = story;
  if (firstTouch < endsAt) {
    changeField(story, 'Status', 'Working - Contacted', firstTouch, rep.id);
    if (random.chance(0.6)) changeField(story, 'Rating', sampleRating(story), firstTouch + HOUR_MS, rep.id);
    if (random.chance(0.15)) fillNumberOfEmployees(story, firstTouch + HOUR_MS);
  }
  const nurturedAt = nextOfficeTime(story.createdAt + Math.floor((21 + random.exponential(10)) * DAY_MS), random);
  if (nurturedAt > firstTouch && nurturedAt < Math.min(endsAt, course.boughtAt ?? endsAt) - 3 * DAY_MS) {
    changeField(story, 'Status', 'Nurturing', nurturedAt, rep.id);
  }
  if (course.boughtAt !== null && convertedAt !== null) {
    changeField(story, 'Status', 'Working - Qualified', course.boughtAt, rep.id);
  }
  if (course.givenUpAt !== null) changeField(story, 'Status', 'Unqualified', course.givenUpAt, rep.id);
}

/** A rep's judgement: right more often than not. */
function sampleRating({ profile, course, random }: LeadSimulation): string {
  const felt = Math.log(probabilityAtCreation(profile.fit, course.interest[0] ?? 0) + 0.005) + 0.9 * random.normal();
  return felt > -1.6 ? 'Hot' : felt > -2.7 ? 'Warm' : 'Cold';
}

const isEmpty = (story: LeadSimulation, field: string): boolean => (story.fields.get(field) ?? null) === null;

function fillNumberOfEmployees(story: LeadSimulation, at: number): void {
  if (isEmpty(story, 'NumberOfEmployees')) {
    changeField(story, 'NumberOfEmployees', story.profile.employees, at, story.rep.id);
  }
}

/** What reps write only once a deal is near: the planted leaks, and fields that history can turn back. */
export function fillAtConversion(story: LeadSimulation): void {
  const { random, rep, profile, course, convertedAt, converted } = story;
  if (convertedAt === null || converted === null || course.boughtAt === null) return;
  const fills = (): boolean => random.chance(rep.team.fillsAtConversion);
  const at = Math.max(course.boughtAt + 60_000, convertedAt - HOUR_MS);
  if (fills()) changeField(story, 'Industry', profile.industry, at, rep.id);
  if (fills()) fillNumberOfEmployees(story, at);
  if (isEmpty(story, 'AnnualRevenue') && fills()) {
    changeField(story, 'AnnualRevenue', sampleRevenue(story), at, rep.id);
  }
  if (isEmpty(story, 'Phone') && fills()) changeField(story, 'Phone', profile.country.dial + ' 555 0100', at, rep.id);
  if (fills()) changeUntrackedField(story, 'Budget_Confirmed__c', true, at);
  if (random.chance(0.7)) changeUntrackedField(story, 'Competitor__c', random.pick(competitors), at);
  changeField(story, 'Status', 'Closed - Converted', convertedAt, rep.id);
  addHistoryRow(story, 'leadConverted', null, null, convertedAt, rep.id);
}

/** Reps sometimes note a competitor or tick the budget box for leads that come to nothing. */
export function fillLeakFieldsWithoutConversion(story: LeadSimulation): void {
  const { random, createdAt, endsAt, converted } = story;
  if (converted) return;
  const at = createdAt + Math.floor(random.exponential(30) * DAY_MS);
  if (at >= endsAt) return;
  if (random.chance(0.05)) changeUntrackedField(story, 'Competitor__c', random.pick(competitors), at);
  if (random.chance(0.02)) changeUntrackedField(story, 'Budget_Confirmed__c', true, at);
}

/** Yearly revenue that goes with the head count, in the org's currency. */
export function sampleRevenue({ profile, random }: Pick<LeadSimulation, 'profile' | 'random'>): number {
  return Math.round(profile.employees * 140_000 * Math.exp(0.4 * random.normal())) + 50_000;
}
