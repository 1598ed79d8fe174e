import type { LeadScoreUpdate } from '@leadlight/workflows';

/** An update for tests that depend only on lead and score; a higher score is also later. */
export const scoreUpdate = (leadId: string, score: number): LeadScoreUpdate => ({
  leadId,
  score,
  band: 'B',
  qualified: true,
  probability: 0.4,
  reasons: '[]',
  modelLabel: 'v2',
  scoredAt: Date.parse('2026-11-22T12:00:00Z') + score * 1_000,
  inputHash: 'aa',
});
