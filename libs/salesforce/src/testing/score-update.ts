import type { LeadScoreUpdate } from '@leadlight/workflows';

export const scoreUpdate = (leadId: string, values: Partial<LeadScoreUpdate> = {}): LeadScoreUpdate => ({
  leadId,
  score: 87,
  band: 'A',
  qualified: true,
  probability: 0.5,
  unranked: null,
  reasons: '[]',
  modelLabel: 'v7 (abc)',
  scoredAt: Date.parse('2026-11-22T12:00:00Z'),
  inputHash: 'f00',
  ...values,
});

export const scoreUpdates = (count: number, values: Partial<LeadScoreUpdate> = {}): LeadScoreUpdate[] =>
  Array.from({ length: count }, (_, index) => scoreUpdate(`00Q${index}`, values));
