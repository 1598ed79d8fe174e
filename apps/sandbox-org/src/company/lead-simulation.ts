import type { Campaign } from './campaigns.ts';
import { type LeadDecision, STEP_MS } from './latent-interest.ts';
import type { LeadProfile } from './profile.ts';
import type { Random } from './random.ts';
import { type CompanyRecord, type FieldValue, isoTime, type LeadRecords } from './records.ts';
import type { Rep } from './users.ts';

export interface LeadSimulation {
  readonly random: Random;
  readonly now: number;
  readonly leadId: string;
  readonly createdAt: number;
  readonly profile: LeadProfile;
  readonly decision: LeadDecision;
  readonly rep: Rep;
  /** All campaigns of the company in order of their start. */
  readonly campaigns: readonly Campaign[];
  readonly nextId: (object: 'Task' | 'Event' | 'EmailMessage' | 'CampaignMember' | 'LeadHistory') => string;
  readonly convertedAt: number | null;
  /** When reps stop working on it: when it is converted or given up, or after a year. */
  readonly endsAt: number;
  /** Records created by the conversion; null = not converted. */
  readonly converted: { readonly contactId: string; readonly accountId: string; readonly opportunityId: string } | null;
  /** Current values of the mutable fields; changed by `changeField`. */
  readonly fields: Map<string, FieldValue>;
  readonly related: {
    [Name in keyof LeadRecords['related']]: CompanyRecord[];
  };
  changedAt: number;
}

/** Changes a tracked field, with its history. Call it in order of time. */
export function changeField(lead: LeadSimulation, field: string, value: FieldValue, at: number, userId: string): void {
  if (at > lead.now) return;
  const before = lead.fields.get(field) ?? null;
  if (before === value) return;
  lead.fields.set(field, value);
  lead.changedAt = Math.max(lead.changedAt, at);
  addHistoryRow(lead, field, before, value, at, userId);
}

export function changeUntrackedField(lead: LeadSimulation, field: string, value: FieldValue, at: number): void {
  if (at > lead.now) return;
  lead.fields.set(field, value);
  lead.changedAt = Math.max(lead.changedAt, at);
}

export function addHistoryRow(
  lead: LeadSimulation,
  field: string,
  before: FieldValue,
  after: FieldValue,
  at: number,
  userId: string,
): void {
  lead.related.LeadHistory.push({
    Id: lead.nextId('LeadHistory'),
    LeadId: lead.leadId,
    Field: field,
    DataType: historyDataType(field, after ?? before),
    OldValue: before,
    NewValue: after,
    IsDeleted: false,
    CreatedById: userId,
    CreatedDate: isoTime(at),
  });
}

function historyDataType(field: string, value: FieldValue): string {
  if (field === 'Owner') return 'EntityId';
  return typeof value === 'number' ? 'Double' : typeof value === 'boolean' ? 'Boolean' : 'Text';
}

/** The interest in the step that contains a time; after the decision, the last one. */
export function interestAt(lead: LeadSimulation, at: number): number {
  const step = Math.floor((at - lead.createdAt) / STEP_MS);
  const { interest } = lead.decision;
  return interest[Math.max(0, Math.min(interest.length - 1, step))] ?? 0;
}

export const auditFieldValues = (userId: string, at: number, changedAt = at): CompanyRecord => ({
  IsDeleted: false,
  CreatedDate: isoTime(at),
  CreatedById: userId,
  LastModifiedDate: isoTime(changedAt),
  LastModifiedById: userId,
  SystemModstamp: isoTime(changedAt),
});
