import type { LeadExport, LeadRecord, SubjectRow } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import { enrolmentsOf } from '../experiments/experiment.repository.ts';
import { feedbackRepository } from '../feedback/feedback.repository.ts';
import { leadHistoryRepository } from '../lead-history/lead-history.repository.ts';
import { withInheritedFields } from '../lead-history/journal.ts';
import { leadScoreUpdateOf } from '../outbox/outbox.repository.ts';
import { shadowScoresOf } from '../shadow-models/shadow-models.repository.ts';
import { scoreLogRepository } from '../score-log/score-log.repository.ts';
import { contactsOf, opportunitiesOf } from './erase-lead.ts';

/** More than any lead has. */
const ALL = 1_000_000;

/** @returns undefined where nothing is stored about that lead */
export async function exportLead(db: Database, orgId: string, leadId: string): Promise<LeadExport | undefined> {
  const [histories, versions, scores, shadowScores, experiments, feedback, audiences, alerts, update] =
    await Promise.all([
      leadHistoryRepository(db).findHistories(orgId, [leadId]),
      versionsOf(db, orgId, leadId),
      scoreLogRepository(db).findBySubject(orgId, leadId, ALL),
      shadowScoresOf(db, orgId, leadId),
      enrolmentsOf(db, orgId, leadId),
      feedbackRepository(db).list(orgId, ALL, leadId),
      audiencesOf(db, orgId, leadId),
      alertsOf(db, orgId, leadId),
      db
        .selectFrom('outbox')
        .selectAll()
        .where('org_id', '=', orgId)
        .where('subject_id', '=', leadId)
        .executeTakeFirst(),
    ]);
  const ids = [leadId, ...(await contactsOf(db, orgId, leadId)), ...(await opportunitiesOf(db, orgId, leadId))];
  const history = histories.get(leadId);
  const [records, propensityScores] = await Promise.all([
    recordsOf(db, orgId, ids),
    propensityScoresOf(db, orgId, ids),
  ]);
  const isKnown = [scores, feedback, records, propensityScores].some((rows) => rows.length > 0);
  if (history === undefined && update === undefined && !isKnown) return undefined;
  return {
    history,
    versions,
    scores,
    shadowScores,
    experiments,
    feedback,
    audiences,
    alerts,
    records,
    propensityScores,
    update: update && leadScoreUpdateOf(update),
  };
}

const audiencesOf = (db: Database, orgId: string, leadId: string) =>
  db
    .selectFrom('audience_member')
    .select(['audience_id as audienceId', 'state', 'since'])
    .where('org_id', '=', orgId)
    .where('subject_id', '=', leadId)
    .orderBy('audience_id')
    .execute();

const alertsOf = (db: Database, orgId: string, leadId: string) =>
  db
    .selectFrom('alert')
    .select(['rule', 'facts', 'created_at as createdAt'])
    .where('org_id', '=', orgId)
    .where('subject_id', '=', leadId)
    .orderBy('created_at')
    .orderBy('alert_id')
    .execute();

async function recordsOf(db: Database, orgId: string, ids: readonly string[]): Promise<readonly SubjectRow[]> {
  const versions = await db
    .selectFrom('record_version')
    .select(['object', 'record_id as id', 'created_at as createdAt', 'changed_at as changedAt'])
    .select(['deleted', 'parents', 'fields'])
    .where('org_id', '=', orgId)
    .where('record_id', '=', sql<string>`any(${ids}::text[])`)
    .orderBy('record_id')
    .orderBy('changed_at')
    .orderBy('revision')
    .execute();
  const changes = await db
    .selectFrom('record_change')
    .select(['object', 'change_id as id', 'record_id as recordId', 'field', 'changed_at as changedAt'])
    .select(['old_value as oldValue', 'new_value as newValue'])
    .where('org_id', '=', orgId)
    .where('record_id', '=', sql<string>`any(${ids}::text[])`)
    .orderBy('record_id')
    .orderBy('changed_at')
    .execute();
  return [
    ...versions.map((row) => ({ kind: 'version' as const, ...row })),
    ...changes.map((row) => ({ kind: 'change' as const, ...row })),
  ];
}

const propensityScoresOf = (db: Database, orgId: string, ids: readonly string[]) =>
  db
    .selectFrom('subject_score')
    .select(['propensity_id as propensityId', 'model_id as modelId', 'update'])
    .where('org_id', '=', orgId)
    .where('subject_id', '=', sql<string>`any(${ids}::text[])`)
    .orderBy('scored_at')
    .execute();

async function versionsOf(db: Database, orgId: string, leadId: string): Promise<LeadRecord[]> {
  const rows = await db
    .selectFrom('lead_version')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('lead_id', '=', leadId)
    .orderBy('changed_at')
    .orderBy('revision')
    .execute();
  return withInheritedFields(rows).map((row) => ({
    kind: 'lead',
    id: row.lead_id,
    changedAt: row.changed_at,
    deleted: row.deleted,
    createdAt: row.created_at,
    convertedAt: row.converted_at,
    contactId: row.contact_id,
    opportunityId: row.opportunity_id,
    fields: row.fields,
  }));
}
