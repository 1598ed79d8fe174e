import type { FeatureFeedback, FeedbackStore } from '@leadlight/workflows';
import { sql } from 'kysely';
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
          input_hash: entry.inputHash,
          verdict: entry.verdict,
          feature: entry.feature,
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
          'input_hash as inputHash',
          'verdict',
          'feature',
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

    async countByFeature(orgId, since, complaints) {
      const [counts, newest] = [
        await countVerdicts(db, orgId, since),
        await newestComplaints(db, orgId, since, complaints),
      ];
      return counts.map((count) => ({
        ...count,
        complaints: newest.filter(({ feature }) => feature === count.feature).map(({ feature: _, ...told }) => told),
      }));
    },
  };
}

type VerdictCounts = Omit<FeatureFeedback, 'complaints'>;

async function countVerdicts(db: Database, orgId: string, since: number): Promise<readonly VerdictCounts[]> {
  const count = (verdict: string) => sql<number>`(count(*) filter (where verdict = ${verdict}))::int`;
  return db
    .selectFrom('feedback')
    .select('feature')
    .$narrowType<{ feature: string }>()
    .select([count('wrong').as('wrong'), count('out_of_date').as('outOfDate'), count('helpful').as('helpful')])
    .where('org_id', '=', orgId)
    .where('at', '>=', since)
    .where('feature', 'is not', null)
    .groupBy('feature')
    .orderBy('feature')
    .execute();
}

function newestComplaints(db: Database, orgId: string, since: number, most: number) {
  return db
    .selectFrom((from) =>
      from
        .selectFrom('feedback')
        .select(['org_id', 'feature', 'verdict', 'at', 'lead_id as leadId', 'feedback_id'])
        .select(sql<number>`row_number() over (partition by feature order by at desc, feedback_id)`.as('place'))
        .where('org_id', '=', orgId)
        .where('at', '>=', since)
        .where('feature', 'is not', null)
        .where('verdict', 'in', ['wrong', 'out_of_date'])
        .as('complaint'),
    )
    .select(['feature', 'leadId', 'verdict', 'at'])
    .$narrowType<{ verdict: 'wrong' | 'out_of_date' }>()
    .where('org_id', '=', orgId)
    .where('place', '<=', most)
    .orderBy('at', 'desc')
    .orderBy('feedback_id')
    .execute();
}
