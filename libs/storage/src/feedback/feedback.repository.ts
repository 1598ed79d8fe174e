import type { FeedbackStore } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';

export function feedbackRepository(db: Database): FeedbackStore {
  return {
    async append(orgId, entry) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('feedback')
        .values({
          org_id: orgId,
          feedback_id: entry.id,
          lead_id: entry.leadId,
          model_id: entry.modelId,
          verdict: entry.verdict,
          comment: entry.comment,
          given_by: entry.givenBy,
          at: entry.at,
        })
        .onConflict((conflict) => conflict.columns(['org_id', 'feedback_id']).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    list(orgId, limit, leadId) {
      const newest = db
        .selectFrom('feedback')
        .select([
          'feedback_id as id',
          'lead_id as leadId',
          'model_id as modelId',
          'verdict',
          'comment',
          'given_by as givenBy',
          'at',
        ])
        .where('org_id', '=', orgId)
        .orderBy('at', 'desc')
        .orderBy('feedback_id')
        .limit(limit);
      return (leadId === undefined ? newest : newest.where('lead_id', '=', leadId)).execute();
    },
  };
}
