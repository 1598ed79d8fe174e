import { opportunityStages } from '../../company/stages.ts';
import type { StoredValue } from './field-value.ts';

export type StoredRecord = Record<string, StoredValue>;

/** Sets the fields that the platform derives from others. @param before undefined for a new record */
type DeriveFields = (record: StoredRecord, now: string, before?: StoredRecord) => void;

const deriveName: DeriveFields = (record) => {
  record.Name = [record.FirstName, record.LastName].filter((part) => part !== null && part !== undefined).join(' ');
};

const deriveTask: DeriveFields = (record, now) => {
  const closed = record.Status === 'Completed';
  record.CompletedDateTime = closed ? (record.CompletedDateTime ?? now) : null;
  record.IsClosed = Number(closed);
  record.IsHighPriority = Number(record.Priority === 'High');
  record.TaskSubtype ??= 'Task';
};

const deriveEvent: DeriveFields = (record) => {
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

const deriveCampaignMember: DeriveFields = (record, now) => {
  record.Status ??= 'Sent';
  record.HasResponded = Number(record.Status === 'Responded');
  record.FirstRespondedDate = record.HasResponded === 1 ? (record.FirstRespondedDate ?? now.slice(0, 10)) : null;
  record.LeadOrContactId = record.ContactId ?? record.LeadId ?? null;
  record.Type = record.ContactId ? 'Contact' : 'Lead';
};

const deriveOpportunity: DeriveFields = (record, now, before) => {
  const stage = opportunityStages.find(({ value }) => value === record.StageName);
  record.IsClosed = Number(stage?.isClosed === true);
  record.IsWon = Number(stage?.isWon === true);
  const isMoved = before !== undefined && before.StageName !== record.StageName;
  if (isMoved) record.LastStageChangeDate = now;
  if (isMoved && before.Probability === record.Probability) record.Probability = stage?.probability ?? null;
  record.Probability ??= stage?.probability ?? null;
};

const deriveCase: DeriveFields = (record, now) => {
  const closed = record.Status === 'Closed';
  record.CaseNumber ??= String(record.Id).slice(9, 15);
  record.IsClosed = Number(closed);
  record.ClosedDate = closed ? (record.ClosedDate ?? now) : null;
};

const DERIVE_BY_OBJECT: Readonly<Record<string, DeriveFields>> = {
  Lead: deriveName,
  Contact: deriveName,
  User: deriveName,
  Task: deriveTask,
  Event: deriveEvent,
  CampaignMember: deriveCampaignMember,
  Opportunity: deriveOpportunity,
  Case: deriveCase,
};

export const deriveFields = (object: string, record: StoredRecord, now: string, before?: StoredRecord): void =>
  DERIVE_BY_OBJECT[object]?.(record, now, before);
