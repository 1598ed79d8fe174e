import type * as score from '@leadlight/lead-score';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { WhatIfRequest, type WhatIfChange } from './what-if.ts';
import { FeedbackRequest } from './feedback.ts';
import { readExample } from './examples.ts';

describe('WhatIfChange', () => {
  it('has the members of libs/lead-score', () => {
    expectTypeOf<WhatIfChange>().toEqualTypeOf<score.ScoreRaise>();
  });

  it('rejects unknown members and values that no field can have', () => {
    expect(WhatIfRequest.safeParse({ leadId: 'a', asOf: 1 }).success).toBe(false);
    expect(WhatIfRequest.safeParse({ leadId: 'a', fields: { Phone: [1] } }).success).toBe(false);
    expect(WhatIfRequest.safeParse({ leadId: 'a' }).success).toBe(true);
  });
});

describe('FeedbackRequest', () => {
  const example = readExample('feedback.request') as Record<string, unknown>;

  it.each([
    ['an invalid id', { id: '7' }],
    ['an unknown verdict', { verdict: 'perhaps' }],
    ['an invalid model id', { modelId: '../x' }],
    ['an empty comment', { comment: '  ' }],
    ['a comment that is too long', { comment: 'x'.repeat(1001) }],
    ['an unknown member', { score: 99 }],
    ['an invalid hash of a score', { inputHash: 'abc' }],
    ['a verdict on a reason without the reason', { verdict: 'wrong' }],
    ['a verdict on the score with a reason', { feature: 'employees' }],
  ])('rejects %s', (_, change) => {
    expect(FeedbackRequest.safeParse({ ...example, ...change }).success).toBe(false);
  });

  it.each(['wrong', 'out_of_date', 'helpful'])('accepts %s for one reason', (verdict) => {
    const onReason = readExample('feedback-on-reason.request') as Record<string, unknown>;
    expect(FeedbackRequest.safeParse({ ...onReason, verdict }).success).toBe(true);
  });
});
