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
          subject_id: entry.subjectId,
          model_id: entry.modelId,
          input_hash: entry.inputHash,
          verdict: entry.verdict,
          feature: entry.feature,
          comment: entry.comment,
          given_by: entry.givenBy,
          given_at: entry.givenAt,
        })
        .onConflict((conflict) => conflict.columns(['org_id', 'feedback_id']).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    list(orgId, limit, subjectId) {
      const newest = db
        .selectFrom('feedback')
        .select([
          'feedback_id as id',
          'subject_id as subjectId',
          'model_id as modelId',
          'input_hash as inputHash',
          'verdict',
          'feature',
          'comment',
          'given_by as givenBy',
          'given_at as givenAt',
        ])
        .where('org_id', '=', orgId)
        .orderBy('given_at', 'desc')
        .orderBy('feedback_id')
        .limit(limit);
      return (subjectId === undefined ? newest : newest.where('subject_id', '=', subjectId)).execute();
    },

    async countByFeature(orgId, since, complaints) {
      const counts = await countVerdicts(db, orgId, since);
      const newest = Map.groupBy(await newestComplaints(db, orgId, since, complaints), ({ feature }) => feature);
      return counts.map((count) => ({
        ...count,
        complaints: (newest.get(count.feature) ?? []).map(({ subjectId, verdict, givenAt }) => ({
          subjectId,
          verdict,
          givenAt,
        })),
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
    .where('given_at', '>=', since)
    .where('feature', 'is not', null)
    .groupBy('feature')
    .orderBy('feature')
    .execute();
}

function newestComplaints(db: Database, orgId: string, since: number, limitPerFeature: number) {
  return db
    .selectFrom((from) =>
      from
        .selectFrom('feedback')
        .select(['org_id', 'feature', 'verdict', 'given_at as givenAt', 'subject_id as subjectId', 'feedback_id'])
        .select(sql<number>`row_number() over (partition by feature order by given_at desc, feedback_id)`.as('place'))
        .where('org_id', '=', orgId)
        .where('given_at', '>=', since)
        .where('feature', 'is not', null)
        .where('verdict', 'in', ['wrong', 'out_of_date'])
        .as('complaint'),
    )
    .select(['feature', 'subjectId', 'verdict', 'givenAt'])
    .$narrowType<{ feature: string; verdict: 'wrong' | 'out_of_date' }>()
    .where('org_id', '=', orgId)
    .where('place', '<=', limitPerFeature)
    .orderBy('givenAt', 'desc')
    .orderBy('feedback_id')
    .execute();
}
