/**
 * `npm run soak [-- --rounds 10 --seed 1 --leads 1000]`: kills the main job at random moments, lets it finish, and checks that
 * the org, the storage and the score log agree lead by lead.
 *
 * `npm run soak -- --minutes 20 [--seed 1 --leads 1000 --write]`: the same of a followed org under changes, faults and kills.
 * `--write` renews the table in docs/reliability.md.
 */
import { parseArgs } from 'node:util';
import { reportLiveSoak } from './report-live-soak.ts';
import { randomFrom } from '../shared/random.ts';
import { runKillRound } from './kill-round.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    kills: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    leads: { type: 'string', default: '1000' },
    minutes: { type: 'string' },
    write: { type: 'boolean' },
  },
});
if (values.minutes === undefined) await runKillRounds();
else {
  const found = await reportLiveSoak(
    { leads: Number(values.leads), seed: Number(values.seed), minutes: Number(values.minutes), orgPort: 4376 },
    values.write === true,
  );
  process.exitCode = found === 0 ? 0 : 1;
}

async function runKillRounds(): Promise<void> {
  const random = randomFrom(Number(values.seed));
  let failures = 0;
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const killsMs = Array.from({ length: Number(values.kills) }, () => Math.round(500 + random() * 15_000));
    const found = await runKillRound({ leads: Number(values.leads), seed: round, orgPort: 4380, killsMs });
    const told = found.length === 0 ? 'all agree' : `${found.length} disagree`;
    console.log(`round ${round}: killed after ${killsMs.join(', ')} ms; ${told}`);
    for (const line of found.slice(0, 5)) console.log(`  ${line}`);
    failures += found.length;
  }
  const verdict = failures === 0 ? 'nothing lost, nothing doubled' : `${failures} disagreements`;
  console.log(`${values.rounds} rounds, seed ${values.seed}: ${verdict}`);
  process.exitCode = failures === 0 ? 0 : 1;
}
