import { readExample, type LeadScoreHistory } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import type { ScoreLogEntry } from '../ports/index.ts';
import { leadScoreHistory } from './lead-score-history.ts';

const example = readExample('lead-scores.response') as LeadScoreHistory;
const entries: ScoreLogEntry[] = example.scores.map(({ model, ...answer }) => ({
  ...answer,
  modelId: model.id,
  modelVersion: model.version,
  askedBy: 'api:key_1',
  scoredAt: Date.parse(answer.scoredAt),
  answer,
}));

describe('a lead’s score history', () => {
  it('tells the answers as they were given, each with its model, and not who asked', async () => {
    const scoreLog = { findByLead: () => Promise.resolve(entries) };
    const history = await leadScoreHistory({ scoreLog }, 'org-a', example.leadId, 50);
    expect(history).toEqual(example);
  });
});
