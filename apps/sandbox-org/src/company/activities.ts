import { nextOfficeTime } from './calendar.ts';
import { MAX_MEETING_PROBABILITY, MAX_REPLIES_PER_STEP, responsiveness } from './engagement.ts';
import { interestAt, auditFieldValues } from './lead-simulation.ts';
import type { LeadSimulation } from './lead-simulation.ts';
import { isoDate, isoTime } from './records.ts';
import type { CompanyRecord } from './records.ts';
import { DAY_MS, HOUR_MS } from './settings.ts';
import { replyTexts } from './attribute-values.ts';

/** Who and what an activity hangs on: the lead, or after conversion the contact. */
function whoAndWhat(story: LeadSimulation): CompanyRecord {
  if (!story.converted) return { WhoId: story.leadId, WhatId: null, AccountId: null };
  const { contactId, accountId, opportunityId } = story.converted;
  return { WhoId: contactId, WhatId: opportunityId, AccountId: accountId };
}

/** Conversion moves an activity to the contact, which shows as a change. */
const lastChangedAt = (story: LeadSimulation, madeAt: number): number => Math.max(madeAt, story.convertedAt ?? madeAt);

function addTask(
  story: LeadSimulation,
  at: number,
  facts: CompanyRecord & { readonly dueAt: number },
): string | undefined {
  if (at > story.now) return undefined;
  const { dueAt, ...fields } = facts;
  const id = story.nextId('Task');
  const open = fields.Status !== 'Completed';
  story.related.Task.push({
    Id: id,
    ...whoAndWhat(story),
    OwnerId: story.rep.id,
    Priority: 'Normal',
    IsHighPriority: false,
    IsClosed: !open,
    ActivityDate: isoDate(dueAt),
    CompletedDateTime: open ? null : isoTime(at),
    ...fields,
    ...auditFieldValues(story.rep.id, at, lastChangedAt(story, at)),
  });
  return id;
}

/** A call; the record may come days later, or never, as the team is used to. */
export function addCall(story: LeadSimulation, at: number): void {
  const { random, rep } = story;
  if (!random.chance(rep.team.logsCalls)) return;
  const delay = rep.team.logDelayDays === 0 ? 0 : random.exponential(rep.team.logDelayDays) * DAY_MS;
  const reached = random.chance(0.35);
  const loggedAt = nextOfficeTime(at + Math.floor(delay), random) + 5 * 60_000;
  addTask(story, loggedAt, {
    dueAt: at,
    Subject: reached ? 'Call: reached' : 'Call: left message',
    Status: 'Completed',
    Type: 'Call',
    TaskSubtype: 'Call',
    CallType: 'Outbound',
    CallDurationInSeconds: reached ? 60 + random.below(900) : random.below(40),
    CallDisposition: reached ? 'Connected' : 'Voicemail',
  });
}

/** A task left open, due in the future. */
export function addFollowUpTask(story: LeadSimulation, at: number): void {
  addTask(story, at, {
    dueAt: at + (2 + story.random.below(12)) * DAY_MS,
    Subject: 'Follow up',
    Status: story.random.chance(0.4) ? 'Completed' : 'Not Started',
    Type: 'Other',
    TaskSubtype: 'Task',
  });
}

/** An e-mail in either direction: a message and the task that stands for it. */
export function addEmail(story: LeadSimulation, at: number, incoming: boolean): void {
  const { profile, random, rep } = story;
  const subject = incoming
    ? `Re: ${profile.product} for ${profile.company}`
    : `${profile.product} for ${profile.company}`;
  const activityId = addTask(story, at, {
    dueAt: at,
    Subject: `Email: ${subject}`,
    Status: 'Completed',
    Type: 'Email',
    TaskSubtype: 'Email',
  });
  if (activityId === undefined) return;
  const repAddress = `${rep.name.toLowerCase().replace(' ', '.')}@sandbox.example`;
  story.related.EmailMessage.push({
    Id: story.nextId('EmailMessage'),
    ActivityId: activityId,
    RelatedToId: story.converted?.opportunityId ?? null,
    Incoming: incoming,
    Status: incoming ? '2' : '3',
    Subject: subject,
    TextBody: incoming ? random.pick(replyTexts) : `Dear ${profile.firstName},\nlet us talk about ${profile.product}.`,
    FromAddress: incoming ? profile.email : repAddress,
    ToAddress: incoming ? repAddress : profile.email,
    MessageDate: isoTime(at),
    HasAttachment: false,
    ...auditFieldValues(rep.id, at, lastChangedAt(story, at)),
  });
}

function addMeeting(story: LeadSimulation, bookedAt: number): void {
  const startsAt = nextOfficeTime(bookedAt + (1 + story.random.below(6)) * DAY_MS, story.random);
  const minutes = story.random.pick([30, 30, 45, 60]);
  story.related.Event.push({
    Id: story.nextId('Event'),
    ...whoAndWhat(story),
    OwnerId: story.rep.id,
    Subject: 'Meeting',
    Type: 'Meeting',
    EventSubtype: 'Event',
    ActivityDate: isoDate(startsAt),
    ActivityDateTime: isoTime(startsAt),
    StartDateTime: isoTime(startsAt),
    EndDateTime: isoTime(startsAt + minutes * 60_000),
    DurationInMinutes: minutes,
    IsAllDayEvent: false,
    IsPrivate: false,
    ...auditFieldValues(story.rep.id, bookedAt, lastChangedAt(story, bookedAt)),
  });
}

/** What reps do: a first touch, then calls, e-mails and reminders in the team's rhythm until the end. */
export function simulateOutreach(story: LeadSimulation): number {
  const { random, rep, createdAt, endsAt } = story;
  const firstTouch = nextOfficeTime(
    createdAt + Math.ceil(random.exponential(rep.team.firstTouchHours) * HOUR_MS),
    random,
  );
  const patience = firstTouch + (12 + random.exponential(14)) * DAY_MS;
  for (let at = firstTouch; at < Math.min(endsAt, patience);) {
    if (random.chance(0.5)) addCall(story, at);
    else addEmail(story, at, false);
    if (random.chance(0.12)) addFollowUpTask(story, at + HOUR_MS);
    const pause = rep.team.touchEveryDays * (0.4 + random.exponential(0.8));
    at = nextOfficeTime(Math.floor(at + pause * DAY_MS), random);
  }
  return firstTouch;
}

/** What the lead does: replies and accepted meetings, the more often the more it is interested. */
export function simulateResponses(story: LeadSimulation): void {
  const { random, createdAt, endsAt, course } = story;
  for (let step = 0; step < course.interest.length; step += 1) {
    const from = createdAt + step * 2 * DAY_MS;
    const warmth = responsiveness(interestAt(story, from));
    const replies = random.poisson(MAX_REPLIES_PER_STEP * warmth);
    for (let reply = 0; reply < replies; reply += 1) {
      const at = from + Math.floor(random.uniform() * 2 * DAY_MS);
      if (at < endsAt && at > createdAt + 20 * 60_000) addEmail(story, at, true);
    }
    const at = nextOfficeTime(from + Math.floor(random.uniform() * 2 * DAY_MS), random);
    const meets = random.chance(MAX_MEETING_PROBABILITY * warmth);
    if (meets && at < endsAt && at <= story.now && step > 0) addMeeting(story, at);
  }
}

/** After conversion the work goes on with the contact, as activities that never hung on the lead. */
export function simulateContactActivities(story: LeadSimulation): void {
  if (story.convertedAt === null) return;
  const { random } = story;
  let at = story.convertedAt;
  for (let count = random.poisson(2.2); count > 0; count -= 1) {
    at = nextOfficeTime(at + Math.floor(random.exponential(6) * DAY_MS) + HOUR_MS, random);
    if (random.chance(0.5)) addEmail(story, at, random.chance(0.5));
    else addCall(story, at);
  }
}
