import { officeTime } from './calendar.ts';
import { change, changeUntracked, historyRow } from './lead-story.ts';
import type { Story } from './lead-story.ts';
import { probabilityAtCreation } from './truth.ts';
import { DAY_MS, HOUR_MS } from './settings.ts';
import { competitors } from './vocabulary.ts';

/** Statuses, a rep's rating after the first touch, and what reps learn and write down on the way. */
export function advanceStatus(story: Story, firstTouch: number): void {
  const { random, rep, course, convertedAt, endsAt } = story;
  if (firstTouch < endsAt) {
    change(story, 'Status', 'Working - Contacted', firstTouch, rep.id);
    if (random.chance(0.6)) change(story, 'Rating', ratingOf(story), firstTouch + HOUR_MS, rep.id);
    if (random.chance(0.15)) learnSize(story, firstTouch + HOUR_MS);
  }
  const nurturedAt = officeTime(story.createdAt + Math.floor((21 + random.exponential(10)) * DAY_MS), random);
  if (nurturedAt > firstTouch && nurturedAt < Math.min(endsAt, course.boughtAt ?? endsAt) - 3 * DAY_MS) {
    change(story, 'Status', 'Nurturing', nurturedAt, rep.id);
  }
  if (course.boughtAt !== null && convertedAt !== null) {
    change(story, 'Status', 'Working - Qualified', course.boughtAt, rep.id);
  }
  if (course.givenUpAt !== null) change(story, 'Status', 'Unqualified', course.givenUpAt, rep.id);
}

/** A rep's judgement: right more often than not. */
function ratingOf({ profile, course, random }: Story): string {
  const felt = Math.log(probabilityAtCreation(profile.fit, course.interest[0] ?? 0) + 0.005) + 0.9 * random.normal();
  return felt > -1.6 ? 'Hot' : felt > -2.7 ? 'Warm' : 'Cold';
}

const isEmpty = (story: Story, field: string): boolean => (story.fields.get(field) ?? null) === null;

function learnSize(story: Story, at: number): void {
  if (isEmpty(story, 'NumberOfEmployees')) {
    change(story, 'NumberOfEmployees', story.profile.employees, at, story.rep.id);
  }
}

/** What reps write only once a deal is near: the planted leaks, and fields that history can turn back. */
export function fillAtConversion(story: Story): void {
  const { random, rep, profile, course, convertedAt, converted } = story;
  if (convertedAt === null || converted === null || course.boughtAt === null) return;
  const fills = (): boolean => random.chance(rep.team.fillsAtConversion);
  const at = Math.max(course.boughtAt + 60_000, convertedAt - HOUR_MS);
  if (fills()) change(story, 'Industry', profile.industry, at, rep.id);
  if (fills()) learnSize(story, at);
  if (isEmpty(story, 'AnnualRevenue') && fills()) {
    change(story, 'AnnualRevenue', revenueOf(story), at, rep.id);
  }
  if (isEmpty(story, 'Phone') && fills()) change(story, 'Phone', profile.country.dial + ' 555 0100', at, rep.id);
  if (fills()) changeUntracked(story, 'Budget_Confirmed__c', true, at);
  if (random.chance(0.7)) changeUntracked(story, 'Competitor__c', random.pick(competitors), at);
  change(story, 'Status', 'Closed - Converted', convertedAt, rep.id);
  historyRow(story, 'leadConverted', null, null, convertedAt, rep.id);
}

/** Reps sometimes note a competitor or tick the budget box for leads that come to nothing. */
export function fillOnTheWay(story: Story): void {
  const { random, createdAt, endsAt, converted } = story;
  if (converted) return;
  const at = createdAt + Math.floor(random.exponential(30) * DAY_MS);
  if (at >= endsAt) return;
  if (random.chance(0.05)) changeUntracked(story, 'Competitor__c', random.pick(competitors), at);
  if (random.chance(0.02)) changeUntracked(story, 'Budget_Confirmed__c', true, at);
}

/** Yearly revenue that goes with the head count, in the org's currency. */
export function revenueOf({ profile, random }: Pick<Story, 'profile' | 'random'>): number {
  return Math.round(profile.employees * 140_000 * Math.exp(0.4 * random.normal())) + 50_000;
}
