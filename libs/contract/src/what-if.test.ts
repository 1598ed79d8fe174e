import type * as score from '@leadlight/lead-score';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { WhatIfRequest, type WhatIfChange } from './what-if.ts';
import { FeedbackRequest } from './feedback.ts';
import { readExample } from './examples.ts';

describe('the wire’s what-if', () => {
  it('has the members of libs/lead-score, no other', () => {
    expectTypeOf<WhatIfChange>().toEqualTypeOf<score.ScoreRaise>();
  });

  it('refuses members it does not know and values that no field can have', () => {
    expect(WhatIfRequest.safeParse({ leadId: 'a', asOf: 1 }).success).toBe(false);
    expect(WhatIfRequest.safeParse({ leadId: 'a', fields: { Phone: [1] } }).success).toBe(false);
    expect(WhatIfRequest.safeParse({ leadId: 'a' }).success).toBe(true);
  });
});

describe('feedback', () => {
  const example = readExample('feedback.request') as Record<string, unknown>;

  it.each([
    ['an id that is none', { id: '7' }],
    ['a verdict of its own', { verdict: 'perhaps' }],
    ['a model that is none', { modelId: '../x' }],
    ['an empty comment', { comment: '  ' }],
    ['a comment without end', { comment: 'x'.repeat(1001) }],
    ['a member it does not know', { score: 99 }],
    ['a score’s hash that is none', { inputHash: 'abc' }],
    ['a word about a reason without the reason', { verdict: 'wrong' }],
    ['a word about the score with a reason', { feature: 'employees' }],
  ])('refuses %s', (_, change) => {
    expect(FeedbackRequest.safeParse({ ...example, ...change }).success).toBe(false);
  });

  it.each(['wrong', 'out_of_date', 'helpful'])('takes %s of one reason', (verdict) => {
    const onReason = readExample('feedback-on-reason.request') as Record<string, unknown>;
    expect(FeedbackRequest.safeParse({ ...onReason, verdict }).success).toBe(true);
  });
});
