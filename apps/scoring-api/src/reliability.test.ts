import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ScoreLeadsResponse, type LeadScore } from '@leadlight/contract';
import { openStorage, type Storage } from '@leadlight/storage';
import {
  findPostgresBin,
  startPostgresCluster,
  type PostgresCluster,
} from '@leadlight/storage/testing/postgres-cluster';
import { createApiKey, rotateApiKey } from '@leadlight/workflows';
import { describe, expect, it } from 'vitest';
import { SupervisedService } from './testing/supervised-service.ts';
import { testModel } from './testing/test-model.ts';

/** `LEADLIGHT_SOAK_SECONDS=300` for the long form, whose figures stand in docs/reliability.md. */
const SECONDS = Number(process.env.LEADLIGHT_SOAK_SECONDS ?? 12);
const CALLERS = 4;
const LEADS_A_REQUEST = 3;
const ORG = '00D000000000001EAA';
const clock = { now: () => Date.now() };

const bin = findPostgresBin();
if (bin === undefined) {
  if (process.env.LEADLIGHT_REQUIRE_ALL === '1')
    throw new Error('LEADLIGHT_REQUIRE_ALL is 1, and no PostgreSQL was found.');
  process.stdout.write('skipped: no PostgreSQL\n');
}

/** What a caller was told and can hold the log against. */
interface Acknowledged {
  readonly modelId: string;
  readonly score: LeadScore;
}

class Callers {
  readonly acknowledged = new Map<string, Acknowledged>();
  readonly statuses = new Map<string, number>();
  key: string;
  #until = Infinity;
  readonly #url: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.key = key;
  }

  /** Sends one request after another, each until it is answered. */
  async run(caller: number): Promise<void> {
    for (let request = 0; performance.now() < this.#until; request += 1) {
      const leads = Array.from({ length: LEADS_A_REQUEST }, (_, lead) => ({
        leadId: `lead-${caller}-${request}-${lead}`,
        fields: { LeadSource: ['Web', 'Referral'][request % 2]!, NumberOfEmployees: request % 500 },
      }));
      await this.#untilAnswered(`request-${caller}-${request}`, JSON.stringify({ leads }));
    }
  }

  finish(): void {
    this.#until = 0;
  }

  /** Repeats under the same name whatever was not answered, as a careful client does. */
  async #untilAnswered(name: string, body: string): Promise<void> {
    for (;;) {
      const answer = await this.#send(name, body);
      this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
      if (answer.status === '200') return this.#acknowledge(answer.text);
      await pause(20);
    }
  }

  async #send(name: string, body: string): Promise<{ status: string; text: string }> {
    const headers = {
      authorization: `Bearer ${this.key}`,
      'content-type': 'application/json',
      'idempotency-key': name,
    };
    try {
      const response = await fetch(`${this.#url}/v1/scores`, { method: 'POST', headers, body });
      return { status: String(response.status), text: await response.text() };
    } catch {
      return { status: 'connection closed', text: '' };
    }
  }

  #acknowledge(text: string): void {
    const { model, scores } = ScoreLeadsResponse.parse(JSON.parse(text));
    for (const score of scores) this.acknowledged.set(score.leadId, { modelId: model.id, score });
  }
}

/** One fault after another, in an order that the seed gives. */
async function faults(
  service: SupervisedService,
  cluster: PostgresCluster,
  storage: Storage,
  callers: Callers,
  keyId: string,
) {
  let state = 7;
  const one = (count: number) => (state = (state * 48_271) % 2_147_483_647) % count;
  const happened = { swap: 0, rotate: 0, kill: 0, restart: 0 };
  const kinds = ['swap', 'kill', 'rotate', 'restart'] as const;
  let current = keyId;
  const end = performance.now() + SECONDS * 1_000;
  for (let step = 0; performance.now() < end; step += 1) {
    await pause(200 + one(600));
    // Each kind once first, then by chance.
    const kind = kinds[step < kinds.length ? step : one(kinds.length)]!;
    happened[kind] += 1;
    if (kind === 'swap') {
      const { file, entry } = testModel(step);
      await storage.models.save(ORG, file, entry, true);
    } else if (kind === 'rotate') {
      const made = await rotateApiKey({ ...storage, clock }, ORG, current, 5_000);
      current = made.entry.id;
      callers.key = made.key;
    } else if (kind === 'kill') await service.kill();
    else await cluster.crashAndRestart();
  }
  return happened;
}

describe.skipIf(bin === undefined)('under load and faults', () => {
  it(
    'every request is answered, every acknowledged score is in the log exactly once, and no answer mixes models',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'leadlight-soak-'));
      const cluster = await startPostgresCluster(bin!, ['fsync=on', 'synchronous_commit=on']);
      const storage = await openStorage({ databaseUrl: cluster.databaseUrl, folder });
      const { key, entry } = await createApiKey({ ...storage, clock }, ORG, 'soak');
      const first = testModel(1_000);
      await storage.models.save(ORG, first.file, first.entry, true);
      const service = await SupervisedService.start(cluster.databaseUrl, folder);
      const callers = new Callers(service.url, key);
      const running = Array.from({ length: CALLERS }, (_, caller) => callers.run(caller));
      const happened = await faults(service, cluster, storage, callers, entry.id);
      callers.finish();
      await Promise.all(running);
      const residentMb = service.residentMb();

      for (const [leadId, { modelId, score }] of callers.acknowledged) {
        const logged = await storage.scoreLog.findByLead(ORG, leadId, 10);
        expect(logged.map((each) => [each.modelId, each.inputHash, each.score, each.answer])).toEqual([
          [modelId, score.inputHash, score.score, score],
        ]);
      }
      const statuses = Object.fromEntries(callers.statuses);
      // Nothing but answers, clean refusals, and connections of a killed process.
      expect(Object.keys(statuses).filter((status) => !['200', '503', 'connection closed'].includes(status))).toEqual(
        [],
      );
      expect(callers.acknowledged.size).toBe((statuses['200'] ?? 0) * LEADS_A_REQUEST);
      expect(residentMb).toBeLessThan(300);
      expect(await service.stop()).toBe(0);
      const figures = { seconds: SECONDS, happened, statuses, scores: callers.acknowledged.size, residentMb };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
      await storage.close();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    SECONDS * 5_000 + 120_000,
  );
});
