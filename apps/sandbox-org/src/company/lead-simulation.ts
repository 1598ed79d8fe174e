import type { Campaign } from './campaigns.ts';
import { STEP_MS } from './latent-interest.ts';
import type { LeadDecision } from './latent-interest.ts';
import type { Rep } from './users.ts';
import type { LeadProfile } from './profile.ts';
import type { Random } from './random.ts';
import type { CompanyRecord, LeadRecords, FieldValue } from './records.ts';
import { isoTime } from './records.ts';

/** Everything the chapters of one lead's story are written from. */
export interface LeadSimulation {
  readonly random: Random;
  readonly now: number;
  readonly leadId: string;
  readonly createdAt: number;
  readonly profile: LeadProfile;
  readonly course: LeadDecision;
  readonly rep: Rep;
  /** Campaigns of the whole company in order of their start. */
  readonly campaigns: readonly Campaign[];
  readonly nextId: (object: 'Task' | 'Event' | 'EmailMessage' | 'CampaignMember' | 'LeadHistory') => string;
  readonly convertedAt: number | null;
  /** When reps stop working on it: conversion, giving up, or a year. */
  readonly endsAt: number;
  /** Ids made by conversion; null = not converted. */
  readonly converted: { readonly contactId: string; readonly accountId: string; readonly opportunityId: string } | null;
  /** Current values of the lead's mutable fields; `change` keeps them. */
  readonly fields: Map<string, FieldValue>;
  readonly related: {
    [Name in keyof LeadRecords['related']]: CompanyRecord[];
  };
  /** Latest change of the lead itself. */
  touchedAt: number;
}

/** Writes a change of a tracked field into the lead and its history. Changes must come in order of time. */
export function changeField(story: LeadSimulation, field: string, value: FieldValue, at: number, userId: string): void {
  if (at > story.now) return;
  const before = story.fields.get(field) ?? null;
  if (before === value) return;
  story.fields.set(field, value);
  story.touchedAt = Math.max(story.touchedAt, at);
  addHistoryRow(story, field, before, value, at, userId);
}

/** Writes a change of a field that has no history. */
export function changeUntrackedField(story: LeadSimulation, field: string, value: FieldValue, at: number): void {
  if (at > story.now) return;
  story.fields.set(field, value);
  story.touchedAt = Math.max(story.touchedAt, at);
}

export function addHistoryRow(
  story: LeadSimulation,
  field: string,
  before: FieldValue,
  after: FieldValue,
  at: number,
  userId: string,
): void {
  story.related.LeadHistory.push({
    Id: story.nextId('LeadHistory'),
    LeadId: story.leadId,
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

/** Interest at an instant: that of its two-day step; the last known one after the decision. */
export function interestAt(story: LeadSimulation, at: number): number {
  const step = Math.floor((at - story.createdAt) / STEP_MS);
  const { interest } = story.course;
  return interest[Math.max(0, Math.min(interest.length - 1, step))] ?? 0;
}

/** System fields of a record that a user made and, maybe, somebody changed later. */
export const auditFieldValues = (userId: string, at: number, changedAt = at): CompanyRecord => ({
  IsDeleted: false,
  CreatedDate: isoTime(at),
  CreatedById: userId,
  LastModifiedDate: isoTime(changedAt),
  LastModifiedById: userId,
  SystemModstamp: isoTime(changedAt),
});
