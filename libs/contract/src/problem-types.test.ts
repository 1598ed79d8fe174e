import { describe, expect, it } from 'vitest';
import { findProblemCode, problemTypes, problemTypeUri, type ProblemCode } from './problem-types.ts';

describe('problemTypes', () => {
  it('maps a code to a type and back', () => {
    for (const code of Object.keys(problemTypes) as ProblemCode[])
      expect(findProblemCode(problemTypeUri(code))).toBe(code);
  });

  it.each(['about:blank', '/problems/', '/problems/toString', 'lead-not-found'])(
    'has no code for the type %s',
    (type) => {
      expect(findProblemCode(type)).toBeUndefined();
    },
  );

  it('has a unique title, an error status and a remedy in a sentence for each', () => {
    const all = Object.values(problemTypes);
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    for (const { status, title, remedy } of all) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title).not.toMatch(/\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
  });
});
