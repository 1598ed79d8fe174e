import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useChangedOrg } from '../testing/changed-org.ts';

const org = useChangedOrg(500);

interface Shown {
  readonly members: number;
  readonly heldOut: number;
  readonly candidates: number;
  readonly excluded: { readonly opted_out: number };
}
interface Written extends Shown {
  readonly added: number;
  readonly removed: number;
  readonly unchanged: number;
}

const membersOf = (campaignId: string) =>
  org().client.query<{ readonly Id: string; readonly LeadId: string }>(
    `SELECT Id, LeadId FROM CampaignMember WHERE CampaignId = '${campaignId}' AND IsDeleted = false ORDER BY LeadId`,
  );

describe('audiences', () => {
  let campaignId: string;

  it('are previewed, and written only after somebody has confirmed them', async () => {
    await org().json('sync');
    await org().json('train', '--learner', 'logistic', '--quick');
    await org().json('score');
    campaignId = await org().client.create('Campaign', { Name: 'Spring' });
    const shown = await org().json<Shown>(
      ...['audiences', 'create', 'Spring', '--bands', 'A,B,C', '--hold-out', '20', '--campaign', campaignId],
    );
    expect(shown.members).toBeGreaterThan(10);
    expect(shown.heldOut).toBeGreaterThan(0);
    const refused = await org().leadlight('audiences', 'write', 'spring');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/Nobody has confirmed.*confirm/s) });
    expect(await membersOf(campaignId)).toEqual([]);

    await org().json('audiences', 'confirm', 'Spring');
    const written = await org().json<Written>('audiences', 'write', 'Spring');
    expect(written).toMatchObject({ added: shown.members, removed: 0, unchanged: 0 });
    expect(await membersOf(campaignId)).toHaveLength(shown.members);
  });

  it('write only differences: a lead that opts out leaves the campaign', async () => {
    expect(await org().json('audiences', 'write', 'Spring')).toMatchObject({ added: 0, removed: 0 });
    const before = await membersOf(campaignId);
    const leaving = before[0]!.LeadId;
    await org().client.update(leaving, { HasOptedOutOfEmail: true });
    await org().json('sync');
    await org().json('score');
    const written = await org().json<Written>('audiences', 'write', 'Spring');
    expect(written.removed).toBeGreaterThanOrEqual(1);
    expect(written.excluded.opted_out).toBeGreaterThan(0);
    const after = (await membersOf(campaignId)).map(({ LeadId }) => LeadId);
    expect(after).not.toContain(leaving);
  });

  it('wait for a confirmation again after a change', async () => {
    await org().json('audiences', 'change', 'Spring', '--bands', 'A');
    const refused = await org().leadlight('audiences', 'write', 'Spring');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Nobody has confirmed') });
    const listed = await org().leadlight('audiences', 'list');
    expect(listed.stdout).toMatch(/Spring.*not confirmed/);
  });

  it('export their leads, those held out marked', async () => {
    const file = join(org().folder, 'spring.csv');
    const shown = await org().json<Shown>('audiences', 'export', 'Spring', '--out', file);
    const [header, ...rows] = readFileSync(file, 'utf8').trim().split('\n');
    expect(header).toBe('LeadId,Score,Band,Probability,Group');
    expect(rows.filter((row) => row.endsWith(',audience'))).toHaveLength(shown.members);
    expect(rows.filter((row) => row.endsWith(',held out'))).toHaveLength(shown.heldOut);
    expect(rows[0]).toMatch(/^00Q\w{15},\d+,A,0\.\d+,/);
    const nowhere = join(org().folder, 'missing', 'spring.csv');
    const rejected = await org().leadlight('audiences', 'export', 'Spring', '--out', nowhere);
    expect(rejected).toMatchObject({ code: 1, stderr: expect.stringMatching(/the folder .*missing does not exist/) });
  });

  it('reject conditions that no field of the org has, and names that are taken', async () => {
    const unknown = await org().leadlight('audiences', 'create', 'Other', '--where', 'Shoe=42');
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('No field Shoe') });
    const taken = await org().leadlight('audiences', 'create', 'SPRING', '--bands', 'A');
    expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining('has an audience "SPRING" already') });
  });

  it('are deleted here, and the campaign keeps its members', async () => {
    const before = await membersOf(campaignId);
    await org().json('audiences', 'delete', 'Spring');
    expect(await org().json('audiences', 'list')).toEqual([]);
    expect(await membersOf(campaignId)).toEqual(before);
  });
});
