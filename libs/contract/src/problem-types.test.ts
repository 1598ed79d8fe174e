import { describe, expect, it } from 'vitest';
import { findProblemCode, problemTypes, problemTypeUri, type ProblemCode } from './problem-types.ts';

describe('the list of problems', () => {
  it('leads from a code to a type and back', () => {
    for (const code of Object.keys(problemTypes) as ProblemCode[])
      expect(findProblemCode(problemTypeUri(code))).toBe(code);
  });

  it.each(['about:blank', '/problems/', '/problems/toString', 'lead-not-found'])(
    'does not know the type %s',
    (type) => {
      expect(findProblemCode(type)).toBeUndefined();
    },
  );

  it('gives each a title of its own, a status of a refusal or failure, and a remedy in a sentence', () => {
    const all = Object.values(problemTypes);
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    for (const { status, title, remedy } of all) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title).not.toMatch(/\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
  });
});
