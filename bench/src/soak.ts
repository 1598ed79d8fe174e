/**
 * `npm run soak [-- --rounds 10 --seed 1 --leads 1000]`: kills the main job at random moments, lets it finish, and checks that
 * the org, the storage and the score log agree lead by lead.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { randomFrom } from './random.ts';
import { ROOT, runLeadlight } from './run-measured.ts';
import { disagreements } from './org-agrees.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    kills: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    leads: { type: 'string', default: '1000' },
  },
});
const random = randomFrom(Number(values.seed));
const ORG_PORT = 4380;

/** Starts the job and kills it with everything that it started, after `ms`. */
async function killedAfter(args: readonly string[], ms: number): Promise<void> {
  const child = spawn(process.execPath, [`${ROOT}apps/cli/bin/leadlight.mjs`, ...args], {
    stdio: 'ignore',
    detached: true,
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  await Promise.race([closed, delay(ms)]);
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch {
    // It had ended by itself.
  }
  await closed;
}

let failures = 0;
for (let round = 1; round <= Number(values.rounds); round += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-soak-'));
  const args = [
    ...['start', '--once', '--json', '--leads', values.leads, '--seed', String(round)],
    ...['--folder', folder, '--org-port', String(ORG_PORT)],
  ];
  const kills = Array.from({ length: Number(values.kills) }, () => Math.round(500 + random() * 15_000));
  for (const ms of kills) await killedAfter(args, ms);
  await runLeadlight(args);
  const found = await disagreements(folder, ORG_PORT);
  console.log(
    `round ${round}: killed after ${kills.join(', ')} ms; ${found.length === 0 ? 'all agree' : `${found.length} disagree`}`,
  );
  for (const line of found.slice(0, 5)) console.log(`  ${line}`);
  failures += found.length;
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `${values.rounds} rounds, seed ${values.seed}: ${failures === 0 ? 'nothing lost, nothing doubled' : `${failures} disagreements`}`,
);
process.exitCode = failures === 0 ? 0 : 1;
