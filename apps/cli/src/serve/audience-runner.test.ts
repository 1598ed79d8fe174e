import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage } from '@leadlight/storage';
import { DEFAULT_DEFINITION, type Audience } from '@leadlight/workflows';
import { afterEach, describe, expect, it } from 'vitest';
import { startAudienceRunner } from './audience-runner.ts';

const ORG = '00D000000000001EAA';
const folder = mkdtempSync(join(tmpdir(), 'leadlight-audiences-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const audience = (id: string, given: Partial<Audience> = {}): Audience => ({
  ...{ id, name: id, definition: DEFAULT_DEFINITION, campaignId: '701000000000001AAA', listView: false },
  revision: 1,
  ...{ confirmedRevision: null, confirmedBy: null, changedAt: 0, writeRequestedAt: null, lastWrite: null },
  ...given,
});

describe('startAudienceRunner', () => {
  it('writes the audiences that somebody has confirmed, and says what became of them', async () => {
    const storage = await openStorage({ folder });
    for (const id of ['aud_confirmed', 'aud_waiting', 'aud_exported']) {
      await storage.audiences.create(ORG, audience(id, id === 'aud_exported' ? { campaignId: null } : {}));
    }
    await storage.audiences.confirm(ORG, 'aud_confirmed', 1, 'cli');
    await storage.close();

    const runs: (readonly string[])[] = [];
    const lines: string[] = [];
    const written = Promise.withResolvers<void>();
    const runner = startAudienceRunner({
      folder,
      org: ORG,
      run: (...args) => {
        runs.push(args);
        return Promise.resolve({ added: 3, removed: 1 });
      },
      log: (line) => {
        lines.push(line);
        written.resolve();
      },
    });
    await written.promise;
    await runner.stop();
    expect(runs).toEqual([['audiences', 'write', 'aud_confirmed']]);
    expect(lines).toEqual(['Audience "aud_confirmed": 3 leads added, 1 removed.']);
  });
});
