import type { LeadScore } from '@leadlight/contract';
import type { Storage } from '@leadlight/storage';
import { digestOf, type LoadGenerator } from './load-generator.ts';

/** What the score log of an org contains of the scores that a load generator was given. */
export interface LogComparison {
  /** Acknowledged scores that are in the log once, as they were given. */
  readonly exactlyOnce: number;
  /** Leads that are in the log more than once. */
  readonly again: number;
  /** Acknowledged scores that the log has with other contents. */
  readonly otherwise: number;
  readonly neverAcknowledged: number;
  /** Scores that may or may not be in the log, because the connection closed before the response. */
  readonly uncertainAndLogged: number;
  /** Acknowledged scores that the log does not have. */
  readonly missing: number;
}

/** Compares the whole score log of an org with the acknowledged scores and the uncertain ones. */
export async function compareScoreLog(
  { db }: Pick<Storage, 'db'>,
  orgId: string,
  { acknowledged, uncertain }: Pick<LoadGenerator, 'acknowledged' | 'uncertain'>,
): Promise<LogComparison> {
  const found = { exactlyOnce: 0, again: 0, otherwise: 0, neverAcknowledged: 0, uncertainAndLogged: 0 };
  const seen = new Set<string>();
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('score_log')
      .select(['entry_id', 'subject_id', 'model_id', 'response'])
      .where('org_id', '=', orgId)
      .where('entry_id', '>', after)
      .orderBy('entry_id')
      .limit(10_000)
      .execute();
    if (rows.length === 0) return { ...found, missing: acknowledged.size - found.exactlyOnce - found.otherwise };
    for (const { subject_id, model_id, response } of rows) {
      const digest = acknowledged.get(subject_id);
      if (seen.has(subject_id)) found.again += 1;
      else if (uncertain.has(subject_id)) found.uncertainAndLogged += 1;
      else if (digest === undefined) found.neverAcknowledged += 1;
      else if (digest !== digestOf(model_id, response as LeadScore)) found.otherwise += 1;
      else found.exactlyOnce += 1;
      seen.add(subject_id);
    }
    after = rows.at(-1)!.entry_id;
  }
}
