import { describe, expect, it } from 'vitest';
import type { IdempotencyStore, StoredResponse, ScoreLogEntry } from '../ports/index.ts';
import { scoreLeadsOnce } from './score-leads-once.ts';
import { historyOf, scoringPorts } from '../testing/scoring.ts';

const synced = historyOf('synced', { LeadSource: 'Web', NumberOfEmployees: 250 });
const request = { leads: [{ leadId: 'synced' }] };

/** Responses in memory; the first for a key is stored and its scores are logged. */
function oncePorts() {
  const responses = new Map<string, StoredResponse>();
  const logged: ScoreLogEntry[] = [];
  const idempotency: IdempotencyStore = {
    find: (orgId, key) => Promise.resolve(responses.get(`${orgId} ${key}`)),
    store: (orgId, key, response, scores) => {
      const name = `${orgId} ${key}`;
      const earlier = responses.get(name);
      if (earlier) return Promise.resolve({ stored: earlier, isFirst: false });
      responses.set(name, response);
      logged.push(...scores);
      return Promise.resolve({ stored: response, isFirst: true });
    },
  };
  return { ...scoringPorts([synced]), idempotency, stored: logged };
}

describe('scoreLeadsOnce', () => {
  it('repeats the first response byte for byte and logs its scores once', async () => {
    const ports = oncePorts();
    const name = { key: 'k1', requestHash: 'h1' };
    const first = await scoreLeadsOnce(ports, 'org-a', request, 'x', name);
    ports.clock.advance(60_000);
    const second = await scoreLeadsOnce(ports, 'org-a', request, 'x', name);
    expect(second.body).toBe(first.body);
    expect([first.response?.scores.length, second.response]).toEqual([1, undefined]);
    expect(ports.stored).toHaveLength(1);
  });

  it('gives two concurrent requests with one key the same response', async () => {
    const ports = oncePorts();
    const name = { key: 'k1', requestHash: 'h1' };
    const results = await Promise.all([1, 2].map(() => scoreLeadsOnce(ports, 'org-a', request, 'x', name)));
    expect(results[0]?.body).toBe(results[1]?.body);
    expect(ports.stored).toHaveLength(1);
  });

  it('rejects a key that was used for another request', async () => {
    const ports = oncePorts();
    await scoreLeadsOnce(ports, 'org-a', request, 'x', { key: 'k1', requestHash: 'h1' });
    const reused = scoreLeadsOnce(ports, 'org-a', request, 'x', { key: 'k1', requestHash: 'h2' });
    await expect(reused).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('keeps the keys of orgs separate', async () => {
    const ports = oncePorts();
    const name = { key: 'k1', requestHash: 'h1' };
    await scoreLeadsOnce(ports, 'org-a', request, 'x', name);
    expect((await scoreLeadsOnce(ports, 'org-b', request, 'x', name)).response).toBeDefined();
  });
});
