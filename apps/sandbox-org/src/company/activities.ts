import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leadlight/common';
import { replyTexts } from './attribute-values.ts';
import { nextOfficeTime } from './calendar.ts';
import { MAX_MEETING_PROBABILITY, MAX_REPLIES_PER_STEP, responsiveness, STEP_MS } from './latent-interest.ts';
import { auditFieldValues, interestAt, type LeadSimulation } from './lead-simulation.ts';
import { type CompanyRecord, isoDate, isoTime } from './records.ts';

/** The links of an activity: to the lead, or after conversion to the contact and the opportunity. */
function whoAndWhat(lead: LeadSimulation): CompanyRecord {
  if (!lead.converted) return { WhoId: lead.leadId, WhatId: null, AccountId: null };
  const { contactId, accountId, opportunityId } = lead.converted;
  return { WhoId: contactId, WhatId: opportunityId, AccountId: accountId };
}

/** The conversion changes an activity: it moves to the contact. */
const lastChangedAt = (lead: LeadSimulation, createdAt: number): number =>
  Math.max(createdAt, lead.convertedAt ?? createdAt);

function addTask(
  lead: LeadSimulation,
  at: number,
  { dueAt, ...fields }: CompanyRecord & { readonly dueAt: number },
): string | undefined {
  if (at > lead.now) return undefined;
  const id = lead.nextId('Task');
  const open = fields.Status !== 'Completed';
  lead.related.Task.push({
    Id: id,
    ...whoAndWhat(lead),
    OwnerId: lead.rep.id,
    Priority: 'Normal',
    IsHighPriority: false,
    IsClosed: !open,
    ActivityDate: isoDate(dueAt),
    CompletedDateTime: open ? null : isoTime(at),
    ...fields,
    ...auditFieldValues(lead.rep.id, at, lastChangedAt(lead, at)),
  });
  return id;
}

/** A call. Its record may follow days later or never, depending on the team. */
function addCall(lead: LeadSimulation, at: number): void {
  const { random, rep } = lead;
  if (!random.chance(rep.team.logsCalls)) return;
  const delay = rep.team.logDelayDays === 0 ? 0 : random.exponential(rep.team.logDelayDays) * DAY_MS;
  const isConnected = random.chance(0.35);
  const loggedAt = nextOfficeTime(at + Math.floor(delay), random) + 5 * MINUTE_MS;
  addTask(lead, loggedAt, {
    dueAt: at,
    Subject: isConnected ? 'Call: reached' : 'Call: left message',
    Status: 'Completed',
    Type: 'Call',
    TaskSubtype: 'Call',
    CallType: 'Outbound',
    CallDurationInSeconds: isConnected ? 60 + random.below(900) : random.below(40),
    CallDisposition: isConnected ? 'Connected' : 'Voicemail',
  });
}

/** A task for later; completed or still open. */
function addFollowUpTask(lead: LeadSimulation, at: number): void {
  addTask(lead, at, {
    dueAt: at + (2 + lead.random.below(12)) * DAY_MS,
    Subject: 'Follow up',
    Status: lead.random.chance(0.4) ? 'Completed' : 'Not Started',
    Type: 'Other',
    TaskSubtype: 'Task',
  });
}

function addEmail(lead: LeadSimulation, at: number, incoming: boolean): void {
  const { profile, random, rep } = lead;
  const subject = incoming
    ? `Re: ${profile.product} for ${profile.company}`
    : `${profile.product} for ${profile.company}`;
  const activityId = addTask(lead, at, {
    dueAt: at,
    Subject: `Email: ${subject}`,
    Status: 'Completed',
    Type: 'Email',
    TaskSubtype: 'Email',
  });
  if (activityId === undefined) return;
  const repAddress = `${rep.name.toLowerCase().replace(' ', '.')}@sandbox.example`;
  lead.related.EmailMessage.push({
    Id: lead.nextId('EmailMessage'),
    ActivityId: activityId,
    RelatedToId: lead.converted?.opportunityId ?? null,
    Incoming: incoming,
    Status: incoming ? '2' : '3',
    Subject: subject,
    TextBody: incoming ? random.pick(replyTexts) : `Dear ${profile.firstName},\nlet us talk about ${profile.product}.`,
    FromAddress: incoming ? profile.email : repAddress,
    ToAddress: incoming ? repAddress : profile.email,
    MessageDate: isoTime(at),
    HasAttachment: false,
    ...auditFieldValues(rep.id, at, lastChangedAt(lead, at)),
  });
}

function addMeeting(lead: LeadSimulation, bookedAt: number): void {
  const startsAt = nextOfficeTime(bookedAt + (1 + lead.random.below(6)) * DAY_MS, lead.random);
  const minutes = lead.random.pick([30, 30, 45, 60]);
  lead.related.Event.push({
    Id: lead.nextId('Event'),
    ...whoAndWhat(lead),
    OwnerId: lead.rep.id,
    Subject: 'Meeting',
    Type: 'Meeting',
    EventSubtype: 'Event',
    ActivityDate: isoDate(startsAt),
    ActivityDateTime: isoTime(startsAt),
    StartDateTime: isoTime(startsAt),
    EndDateTime: isoTime(startsAt + minutes * MINUTE_MS),
    DurationInMinutes: minutes,
    IsAllDayEvent: false,
    IsPrivate: false,
    ...auditFieldValues(lead.rep.id, bookedAt, lastChangedAt(lead, bookedAt)),
  });
}

/**
 * What reps do: a first touch, then calls, e-mails and follow-up tasks at the team's interval.
 * @returns the time of the first touch
 */
export function simulateOutreach(lead: LeadSimulation): number {
  const { random, rep, createdAt, endsAt } = lead;
  const firstTouch = nextOfficeTime(
    createdAt + Math.ceil(random.exponential(rep.team.firstTouchHours) * HOUR_MS),
    random,
  );
  const stopsAt = firstTouch + (12 + random.exponential(14)) * DAY_MS;
  for (let at = firstTouch; at < Math.min(endsAt, stopsAt);) {
    if (random.chance(0.5)) addCall(lead, at);
    else addEmail(lead, at, false);
    if (random.chance(0.12)) addFollowUpTask(lead, at + HOUR_MS);
    const pause = rep.team.touchEveryDays * (0.4 + random.exponential(0.8));
    at = nextOfficeTime(Math.floor(at + pause * DAY_MS), random);
  }
  return firstTouch;
}

/** What the lead does: replies and meetings, more often with more interest. */
export function simulateResponses(lead: LeadSimulation): void {
  const { random, createdAt, endsAt, decision } = lead;
  for (let step = 0; step < decision.interest.length; step += 1) {
    const stepStart = createdAt + step * STEP_MS;
    const response = responsiveness(interestAt(lead, stepStart));
    const replies = random.poisson(MAX_REPLIES_PER_STEP * response);
    for (let reply = 0; reply < replies; reply += 1) {
      const at = stepStart + Math.floor(random.uniform() * STEP_MS);
      if (at < endsAt && at > createdAt + 20 * MINUTE_MS) addEmail(lead, at, true);
    }
    const at = nextOfficeTime(stepStart + Math.floor(random.uniform() * STEP_MS), random);
    const meets = random.chance(MAX_MEETING_PROBABILITY * response);
    if (meets && at < endsAt && at <= lead.now && step > 0) addMeeting(lead, at);
  }
}

export function simulateContactActivities(lead: LeadSimulation): void {
  if (lead.convertedAt === null) return;
  const { random } = lead;
  let at = lead.convertedAt;
  for (let count = random.poisson(2.2); count > 0; count -= 1) {
    at = nextOfficeTime(at + Math.floor(random.exponential(6) * DAY_MS) + HOUR_MS, random);
    if (random.chance(0.5)) addEmail(lead, at, random.chance(0.5));
    else addCall(lead, at);
  }
}
