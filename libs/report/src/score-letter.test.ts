import { describe, expect, it } from 'vitest';
import { letterHtml, letterText, type ScoreLetter } from './score-letter.ts';

const letter: ScoreLetter = {
  leadId: '00Q5g00000KpXc1EAF',
  scoredAt: Date.UTC(2026, 5, 1, 8, 30),
  writtenAt: Date.UTC(2026, 10, 30, 12),
  model: {
    id: '9f2c41d07be35a68',
    version: 7,
    learner: 'boosting',
    trainedAt: Date.UTC(2026, 4, 20),
    horizonDays: 90,
    goal: 'won',
  },
  score: 88,
  band: 'A',
  probability: 0.1234,
  baselineScore: 60,
  similarLeads: { count: 1_412, converted: 0.12, low: 0.11, high: 0.14 },
  reasons: [
    { label: 'Industry', value: 'R&D <Labs>', points: 30 },
    { label: 'Time since last touch', value: '40 days', points: -1 },
  ],
  otherPoints: -1,
  values: [
    { label: 'Industry', value: 'R&D <Labs>' },
    { label: 'Employees', value: 'not known' },
  ],
  differences: [],
};

describe('letterText', () => {
  it('says which model, which values and every reason in words, by the goal of the model', () => {
    const text = letterText(letter);
    expect(text).toContain('On 2026-06-01 08:30 UTC this lead had a score of 88 on a scale from 1 to 99, band A.');
    expect(text).toContain('a probability of 12.3 % that the lead would be won within 90 days');
    expect(text).toContain('Of 1,412 past leads with a similar score, 12 % were won (90 % range 11 % to 14 %).');
    expect(text).toContain('model version 7 (id 9f2c41d07be35a68, boosting), trained on 2026-05-20');
    expect(text).toContain('- Industry: R&D <Labs>. This raised the score by 30 points.');
    expect(text).toContain('- Time since last touch: 40 days. This lowered the score by 1 point.');
    expect(text).toContain('All other values together lowered the score by 1 point.');
    expect(text).toContain('- Employees: not known');
    expect(text).toContain('equals the logged score in every bit');
    expect(text).not.toMatch(/convert/i);
  });

  it('names what could not be reproduced', () => {
    expect(letterText({ ...letter, differences: ['probability', 'reasons'] })).toContain(
      'could not be reproduced: probability, reasons.',
    );
  });
});

describe('letterHtml', () => {
  it('escapes values and contains the same sentences', () => {
    const page = letterHtml(letter);
    expect(page).toContain('Industry: R&amp;D &lt;Labs&gt;. This raised the score by 30 points.');
    expect(page).not.toContain('<Labs>');
    expect(page).toContain('equals the logged score in every bit');
    expect(page).not.toMatch(/<script|https?:/);
  });
});
