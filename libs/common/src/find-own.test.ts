import { describe, expect, it } from 'vitest';
import { findOwn } from './find-own.ts';

describe('findOwn', () => {
  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
    'finds %s only where it was set',
    (name) => {
      expect(findOwn({}, name)).toBeUndefined();
      expect(findOwn(Object.fromEntries([[name, 7]]), name)).toBe(7);
    },
  );
});
