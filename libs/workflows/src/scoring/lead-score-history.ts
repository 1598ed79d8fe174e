import { LeadScore, type LeadScoreHistory } from '@leadlight/contract';
import type { ScoreLog } from '../ports/index.ts';

/** A lead’s logged scores, newest first, at most `limit`. */
export async function leadScoreHistory(
  { scoreLog }: { readonly scoreLog: Pick<ScoreLog, 'findBySubject'> },
  orgId: string,
  leadId: string,
  limit: number,
): Promise<LeadScoreHistory> {
  const entries = await scoreLog.findBySubject(orgId, leadId, limit);
  return {
    leadId,
    scores: entries.map(({ response, modelId, modelVersion }) => ({
      ...LeadScore.parse(response),
      model: { id: modelId, version: modelVersion },
    })),
  };
}
