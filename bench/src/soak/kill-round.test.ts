import { expect, test } from 'vitest';
import { randomFrom } from '../shared/random.ts';
import { runKillRound } from './kill-round.ts';

test('a job killed three times and then left to finish leaves org, storage and score log in agreement', async () => {
  const random = randomFrom(20);
  const killsMs = Array.from({ length: 3 }, () => Math.round(1_500 + random() * 6_000));
  process.stdout.write(`killed after ${killsMs.join(', ')} ms\n`);
  expect(await runKillRound({ leads: 300, seed: 20, orgPort: 4387, killsMs })).toEqual([]);
});
