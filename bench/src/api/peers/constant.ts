/** About as long as a score without reasons. */
export const CONSTANT = JSON.stringify({
  model: { id: '9f2c41d07be35a68', version: 7, trainedAt: '2026-11-20T02:00:00.000Z' },
  scores: [
    { leadId: '00Q5g00000KpXc1EAF', score: 87, band: 'A', probability: 0.63, qualified: true, note: 'x'.repeat(300) },
  ],
  problems: [],
});
