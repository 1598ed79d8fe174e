import { readExample, type ScoreLeadsResponse } from '@leadlight/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeScoringApi, type FakeScoringApi } from '../testing/fakes.ts';
import { startSandboxOrg, type SandboxOrg } from '../testing/sandbox-org.ts';
import { createApexRunner, type ApexRunner } from './apex/apex-runner.ts';
import type { ApexUser } from './apex/apex-users.ts';
import { onceRead, readLeadSharing, visibleLeads, type LeadSharing } from './lead-sharing.ts';
import { startLeadPage, type RunningPage } from './server.ts';

const SETTINGS = { language: 'en_US', locale: 'en-GB', timeZone: 'UTC' };

describe('sharing behind the lead page', () => {
  let sandbox: SandboxOrg;
  let api: FakeScoringApi;
  let ownId: string;
  let otherId: string;
  let apex: ApexRunner | undefined;
  let page: RunningPage | undefined;

  const query = async (soql: string) =>
    (
      (await sandbox.connection.json({ method: 'GET', path: `/query?q=${encodeURIComponent(soql)}` })) as {
        records: readonly Record<string, string>[];
      }
    ).records;
  const lines: string[] = [];
  const read = () => readLeadSharing(sandbox.connection, (line) => lines.push(line));

  /** Sets the organization-wide default of leads, and starts the page anew. */
  async function serve(access: string): Promise<LeadSharing> {
    await sandbox.control('/sharing/leads', { access });
    await stop();
    const sharing = onceRead(read);
    apex = createApexRunner({ org: sandbox.connection, service: api.service, sharing, log: () => undefined });
    page = await startLeadPage({ org: sandbox.connection, apex, sharing, port: 0 });
    return sharing();
  }
  const stop = async () => {
    await page?.close();
    await apex?.close();
  };
  const call = async (methodName: string, leadId: string, user: ApexUser = 'rep') => {
    const task = { kind: 'call', className: 'LeadScoreController', methodName, user, settings: SETTINGS } as const;
    const { response } = await apex!.run({ ...task, parameters: { leadId } });
    return response?.ok === true ? 'shown' : response?.error.message;
  };
  const get = async (path: string, user: ApexUser) => {
    const response = await fetch(`${page!.url}${path}`, { headers: { cookie: `user=${user}` } });
    return { status: response.status, body: (await response.json()) as { leads?: { owner: string }[] } };
  };

  beforeAll(async () => {
    sandbox = await startSandboxOrg(60);
    api = await startFakeScoringApi();
    await sandbox.control('/sharing/leads', { access: 'None' });
    const { repId } = await read();
    const open = 'SELECT Id FROM Lead WHERE IsConverted = false AND';
    ownId = (await query(`${open} OwnerId = '${repId}' LIMIT 1`))[0]!.Id!;
    otherId = (await query(`${open} OwnerId != '${repId}' LIMIT 1`))[0]!.Id!;
    const example = readExample('score-leads.response') as ScoreLeadsResponse;
    api.respondWith(200, { ...example, scores: [{ ...example.scores[0], leadId: ownId }], problems: [] }, true);
  });
  afterAll(async () => {
    await stop();
    await api?.close();
    await sandbox?.close();
  });

  it('shows a rep of a private org only their own leads, and an administrator all leads', async () => {
    const { others, repId } = await serve('None');
    expect([others, repId]).toEqual(['hidden', expect.stringMatching(/^005/)]);
    expect(await call('scoreLead', ownId)).toBe('shown');
    expect(await call('scoreLead', otherId)).toContain('do not have access');
    expect(await call('scoreLead', otherId, 'administrator')).not.toContain('do not have access');

    const listed = await get('/org/leads', 'rep');
    const [rep] = await query(`SELECT Name FROM User WHERE Id = '${repId}'`);
    expect(new Set(listed.body.leads?.map(({ owner }) => owner))).toEqual(new Set([rep!.Name]));
    const all = await get('/org/leads', 'administrator');
    expect(new Set(all.body.leads?.map(({ owner }) => owner)).size).toBeGreaterThan(1);
    expect((await get('/org/leads', 'nobody')).body.leads).toEqual([]);
    expect((await get(`/org/leads/${otherId}`, 'rep')).status).toBe(404);
    expect((await get(`/org/leads/${ownId}`, 'rep')).status).toBe(200);
    expect(((await get('/org/lead-filters', 'rep')).body as { owners?: unknown[] }).owners).toHaveLength(1);
  });

  it.each([
    ['Read', 'read'],
    ['ReadEditTransfer', 'edit'],
  ])('shows a rep all leads where the default is %s', async (access, others) => {
    expect((await serve(access)).others).toBe(others);
    expect(await call('scoreLead', otherId)).not.toContain('do not have access');
    expect((await get(`/org/leads/${otherId}`, 'rep')).status).toBe(200);
  });

  it('shows all leads, and says so, where the org does not say how they are shared', async () => {
    const org = { json: () => Promise.reject(new Error('No such column.')) };
    expect((await readLeadSharing(org, (line) => lines.push(line))).others).toBe('edit');
    expect(lines.at(-1)).toContain('does not say how leads are shared');
  });

  it('shows nothing to a rep in a private org whose leads all belong to queues', () => {
    expect(visibleLeads('rep', { others: 'hidden', repId: null })).toBe("OwnerId = '000000000000000AAA'");
  });

  it('reads again after a failure, and once after a success', async () => {
    let reads = 0;
    const once = onceRead(() => (reads++ === 0 ? Promise.reject(new Error('down')) : Promise.resolve(reads)));
    await expect(once()).rejects.toThrow('down');
    expect([await once(), await once()]).toEqual([2, 2]);
  });
});
