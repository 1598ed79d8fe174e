import { describe, expect, it } from 'vitest';
import type { IdempotencyStore, StoredResponse, ScoreLogEntry } from '../ports/index.ts';
import { scoreLeadsOnce } from './score-leads-once.ts';
import { historyOf, scoringPorts } from '../testing/scoring.ts';

const known = historyOf('known', { LeadSource: 'Web', NumberOfEmployees: 250 });
const request = { leads: [{ leadId: 'known' }] };

/** Answers in memory; `keep` takes the first and logs its scores with it. */
function oncePorts() {
  const answers = new Map<string, StoredResponse>();
  const logged: ScoreLogEntry[] = [];
  const idempotency: IdempotencyStore = {
    find: (orgId, key) => Promise.resolve(answers.get(`${orgId} ${key}`)),
    store: (orgId, key, answer, scores) => {
      const name = `${orgId} ${key}`;
      const earlier = answers.get(name);
      if (earlier) return Promise.resolve({ kept: earlier, first: false });
      answers.set(name, answer);
      logged.push(...scores);
      return Promise.resolve({ kept: answer, first: true });
    },
  };
  return { ...scoringPorts([known]), idempotency, kept: logged };
}

describe('scoring leads once for a name', () => {
  it('repeats the first answer byte for byte and logs it once', async () => {
    const ports = oncePorts();
    const name = { key: 'k1', requestHash: 'h1' };
    const first = await scoreLeadsOnce(ports, 'org-a', request, 'x', name);
    ports.clock.advance(60_000);
    const second = await scoreLeadsOnce(ports, 'org-a', request, 'x', name);
    expect(second.body).toBe(first.body);
    expect([first.response?.scores.length, second.response]).toEqual([1, undefined]);
    expect(ports.kept).toHaveLength(1);
  });

  it('gives two that come at once the same answer', async () => {
    const ports = oncePorts();
    const name = { key: 'k1', requestHash: 'h1' };
    const answers = await Promise.all([1, 2].map(() => scoreLeadsOnce(ports, 'org-a', request, 'x', name)));
    expect(answers[0]?.body).toBe(answers[1]?.body);
    expect(ports.kept).toHaveLength(1);
  });

  it('refuses a name that was used for another request', async () => {
    const ports = oncePorts();
    await scoreLeadsOnce(ports, 'org-a', request, 'x', { key: 'k1', requestHash: 'h1' });
    const reused = scoreLeadsOnce(ports, 'org-a', request, 'x', { key: 'k1', requestHash: 'h2' });
    await expect(reused).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('keeps the names of orgs apart', async () => {
    const ports = oncePorts();
    const name = { key: 'k1', requestHash: 'h1' };
    await scoreLeadsOnce(ports, 'org-a', request, 'x', name);
    expect((await scoreLeadsOnce(ports, 'org-b', request, 'x', name)).response).toBeDefined();
  });
});
