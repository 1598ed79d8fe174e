import { readExample, type LeadScoreHistory } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import type { ScoreLogEntry } from '../ports/index.ts';
import { noExperiments } from '../testing/scoring.ts';
import { leadScoreHistory } from './lead-score-history.ts';

const example = readExample('lead-scores.response') as LeadScoreHistory;
const entries: ScoreLogEntry[] = example.scores.map(({ model, ...response }) => ({
  subjectId: response.leadId,
  score: response.score,
  band: response.band,
  probability: response.probability,
  inputHash: response.inputHash,
  modelId: model.id,
  modelVersion: model.version,
  requestedBy: 'api:key_1',
  scoredAt: Date.parse(response.scoredAt),
  response,
}));

describe('leadScoreHistory', () => {
  it('returns the scores as they were given, each with its model, without the requester', async () => {
    const scoreLog = { findBySubject: () => Promise.resolve(entries) };
    const history = await leadScoreHistory({ scoreLog, experiments: noExperiments }, 'org-a', example.leadId, 50);
    expect(history).toEqual(example);
  });
});
