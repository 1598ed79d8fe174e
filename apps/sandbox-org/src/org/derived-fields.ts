import type { Stored } from './field-value.ts';

export type StoredRecord = Record<string, Stored>;

/** What the platform itself sets from the fields that were written, per object. @param before undefined for a new record */
type Derive = (record: StoredRecord, now: string, before?: StoredRecord) => void;

const fullName: Derive = (record) => {
  record.Name = [record.FirstName, record.LastName].filter((part) => part !== null && part !== undefined).join(' ');
};

const closedTask: Derive = (record, now) => {
  const closed = record.Status === 'Completed';
  record.CompletedDateTime = closed ? (record.CompletedDateTime ?? now) : null;
  record.IsClosed = Number(closed);
  record.IsHighPriority = Number(record.Priority === 'High');
  record.TaskSubtype ??= 'Task';
};

const meeting: Derive = (record) => {
  record.StartDateTime ??= record.ActivityDateTime ?? null;
  record.ActivityDateTime = record.StartDateTime;
  if (typeof record.StartDateTime !== 'string') return;
  record.ActivityDate = record.StartDateTime.slice(0, 10);
  const start = Date.parse(record.StartDateTime);
  if (typeof record.EndDateTime === 'string') {
    record.DurationInMinutes = Math.round((Date.parse(record.EndDateTime) - start) / 60_000);
  } else record.EndDateTime = new Date(start + Number(record.DurationInMinutes ?? 60) * 60_000).toISOString();
  record.EventSubtype ??= 'Event';
};

const membership: Derive = (record, now) => {
  record.Status ??= 'Sent';
  record.HasResponded = Number(record.Status === 'Responded');
  record.FirstRespondedDate = record.HasResponded === 1 ? (record.FirstRespondedDate ?? now.slice(0, 10)) : null;
  record.LeadOrContactId = record.ContactId ?? record.LeadId ?? null;
  record.Type = record.ContactId ? 'Contact' : 'Lead';
};

const deal: Derive = (record, now, before) => {
  const stage = String(record.StageName);
  record.IsClosed = Number(stage.startsWith('Closed'));
  record.IsWon = Number(stage === 'Closed Won');
  if (before && before.StageName !== record.StageName) record.LastStageChangeDate = now;
};

const rules: Readonly<Record<string, Derive>> = {
  Lead: fullName,
  Contact: fullName,
  User: fullName,
  Task: closedTask,
  Event: meeting,
  CampaignMember: membership,
  Opportunity: deal,
};

/** Sets the fields that follow from others, in place. */
export const deriveFields = (object: string, record: StoredRecord, now: string, before?: StoredRecord): void =>
  rules[object]?.(record, now, before);
