/**
 * `npm run soak [-- --rounds 10 --seed 1 --leads 1000]`: kills `leadlight start` at random moments, lets it finish, and compares
 * the org, the storage and the score log lead by lead.
 *
 * `npm run soak -- --minutes 20 [--seed 1 --leads 1000 --write]`: the same for a followed org under changes, faults and kills.
 * `--write` renews the table in docs/reliability.md.
 */
import '../shared/fixed-date.ts';
import { parseArgs } from 'node:util';
import { seededRandom } from '@leadlight/common';
import { runKillRound } from './kill-rounds.ts';
import { reportLiveSoak } from './report-live-soak.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    kills: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    leads: { type: 'string', default: '1000' },
    minutes: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const [leads, seed] = [Number(values.leads), Number(values.seed)];
const differences =
  values.minutes === undefined
    ? await runKillRounds()
    : await reportLiveSoak({ leads, seed, minutes: Number(values.minutes), orgPort: 4376 }, values.write);
process.exitCode = differences === 0 ? 0 : 1;

/** @returns the number of differences */
async function runKillRounds(): Promise<number> {
  const random = seededRandom(seed);
  let total = 0;
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const killsMs = Array.from({ length: Number(values.kills) }, () => Math.round(500 + random() * 15_000));
    const found = await runKillRound({ leads, seed: round, orgPort: 4380, killsMs });
    const result = found.length === 0 ? 'all agree' : `${found.length} differences`;
    console.log(`round ${round}: killed after ${killsMs.join(', ')} ms; ${result}`);
    for (const line of found.slice(0, 5)) console.log(`  ${line}`);
    total += found.length;
  }
  const verdict = total === 0 ? 'nothing lost, nothing doubled' : `${total} differences`;
  console.log(`${values.rounds} rounds, seed ${values.seed}: ${verdict}`);
  return total;
}
