import { describe, expect, it } from 'vitest';
import { nextTrainingFinding } from './doctor-worker.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');

describe('nextTrainingFinding', () => {
  it.each([
    ['the time of a later training', NOW + 86_400_000, /^The next training is due at 2026-11-24 09:00 UTC, or earlier/],
    ['a training that is due', NOW, /^A training is due:/],
  ])('names %s', (_, at, message) => {
    expect(nextTrainingFinding(at, NOW)).toEqual({
      check: 'training',
      state: 'ok',
      message: expect.stringMatching(message),
    });
  });

  it('warns where no worker has a schedule, with what trains', () => {
    expect(nextTrainingFinding(null, NOW)).toMatchObject({
      state: 'warning',
      message: 'No worker trains on a schedule',
      remedy: expect.stringContaining('leadlight serve'),
    });
  });
});
