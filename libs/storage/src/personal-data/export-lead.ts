import type { LeadExport, LeadRecord } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';
import { enrolmentsOf } from '../experiments/experiment.repository.ts';
import { feedbackRepository } from '../feedback/feedback.repository.ts';
import { leadHistoryRepository } from '../lead-history/lead-history.repository.ts';
import { withInheritedFields } from '../lead-history/journal.ts';
import { leadScoreUpdateOf } from '../outbox/outbox.repository.ts';
import { shadowScoresOf } from '../shadow-models/shadow-models.repository.ts';
import { scoreLogRepository } from '../score-log/score-log.repository.ts';

/** More than any lead has. */
const ALL = 1_000_000;

/** @returns undefined where nothing is stored about that lead */
export async function exportLead(db: Database, orgId: string, leadId: string): Promise<LeadExport | undefined> {
  const [histories, versions, scores, shadowScores, experiments, feedback, audiences, update] = await Promise.all([
    leadHistoryRepository(db).findHistories(orgId, [leadId]),
    versionsOf(db, orgId, leadId),
    scoreLogRepository(db).findBySubject(orgId, leadId, ALL),
    shadowScoresOf(db, orgId, leadId),
    enrolmentsOf(db, orgId, leadId),
    feedbackRepository(db).list(orgId, ALL, leadId),
    audiencesOf(db, orgId, leadId),
    db.selectFrom('outbox').selectAll().where('org_id', '=', orgId).where('subject_id', '=', leadId).executeTakeFirst(),
  ]);
  const history = histories.get(leadId);
  if (history === undefined && scores.length === 0 && feedback.length === 0 && update === undefined) return undefined;
  return {
    history,
    versions,
    scores,
    shadowScores,
    experiments,
    feedback,
    audiences,
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
