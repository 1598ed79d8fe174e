import { LeadScore, type LeadScoreHistory } from '@leadlight/contract';
import type { ScoreLog } from '../ports/index.ts';

/** A lead’s scores as they were given, newest first: at most `limit`. Empty where none was given. */
export async function leadScoreHistory(
  { scoreLog }: { readonly scoreLog: Pick<ScoreLog, 'findByLead'> },
  orgId: string,
  leadId: string,
  limit: number,
): Promise<LeadScoreHistory> {
  const entries = await scoreLog.findByLead(orgId, leadId, limit);
  return {
    leadId,
    scores: entries.map(({ answer, modelId, modelVersion }) => ({
      ...LeadScore.parse(answer),
      model: { id: modelId, version: modelVersion },
    })),
  };
}
