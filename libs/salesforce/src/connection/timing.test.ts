import { describe, expect, it } from 'vitest';
import { realTiming } from './timing.ts';

describe('realTiming', () => {
  it('ends a wait early and without an error when it is aborted', async () => {
    await expect(realTiming.sleep(60_000, AbortSignal.abort())).resolves.toBeUndefined();
  });
});
