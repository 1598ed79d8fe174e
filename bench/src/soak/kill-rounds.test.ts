import '../shared/fixed-date.ts';
import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { runKillRound } from './kill-rounds.ts';

describe('leadlight start, killed three times and then left to finish', () => {
  it('leaves org, storage and score log in agreement', async () => {
    const random = seededRandom(20);
    const killsMs = Array.from({ length: 3 }, () => Math.round(1_500 + random() * 6_000));
    process.stdout.write(`killed after ${killsMs.join(', ')} ms\n`);
    expect(await runKillRound({ leads: 300, seed: 20, orgPort: 4387, killsMs })).toEqual([]);
  });
});
