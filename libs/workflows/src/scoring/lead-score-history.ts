import { LeadScore, type LeadScoreHistory } from '@leadlight/contract';
import { isScoreWithheld } from '../experiments/withhold-scores.ts';
import type { ExperimentStore, ScoreLog } from '../ports/index.ts';

export interface ScoreHistoryPorts {
  readonly scoreLog: Pick<ScoreLog, 'findBySubject'>;
  readonly experiments: Pick<ExperimentStore, 'findOpen' | 'findLeads'>;
}

/** A lead’s logged scores, newest first, at most `limit`; none while an experiment withholds them. */
export async function leadScoreHistory(
  { scoreLog, experiments }: ScoreHistoryPorts,
  orgId: string,
  leadId: string,
  limit: number,
): Promise<LeadScoreHistory> {
  if (await isScoreWithheld(experiments, orgId, await experiments.findOpen(orgId), leadId))
    return { leadId, scores: [] };
  const entries = await scoreLog.findBySubject(orgId, leadId, limit);
  return {
    leadId,
    scores: entries.map(({ response, modelId, modelVersion }) => ({
      ...LeadScore.parse(response),
      model: { id: modelId, version: modelVersion },
    })),
  };
}
