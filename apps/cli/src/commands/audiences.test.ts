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

/** The leads that a user sees in the list view with this label; undefined = there is no such list view. */
async function shownInList(label: string): Promise<readonly string[] | undefined> {
  const { listviews } = await org().client.get<{
    readonly listviews: readonly { readonly label: string; readonly resultsUrl: string }[];
  }>('/sobjects/Lead/listviews');
  const view = listviews.find((each) => each.label === label);
  if (!view) return undefined;
  const { records } = await org().client.get<{
    readonly records: readonly {
      readonly columns: readonly { readonly fieldNameOrPath: string; readonly value: string }[];
    }[];
  }>(`${view.resultsUrl.replace(/^.*(?=\/sobjects)/, '')}?limit=2000`);
  return records.map(({ columns }) => columns.find(({ fieldNameOrPath }) => fieldNameOrPath === 'Id')!.value);
}

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

  it('show their leads in a list view, only differences, and no longer one that opts out', async () => {
    const modified = async () =>
      new Map(
        (
          await org().client.query<{ readonly Id: string; readonly SystemModstamp: string }>(
            'SELECT Id, SystemModstamp FROM Lead WHERE IsConverted = FALSE',
          )
        ).map(({ Id, SystemModstamp }) => [Id, SystemModstamp]),
      );
    const shown = await org().json<Shown>('audiences', 'create', 'Calls', '--bands', 'A,B', '--list-view');
    const both = await org().leadlight('audiences', 'change', 'Calls', '--list-view', '--campaign', campaignId);
    expect(both).toMatchObject({ code: 1, stderr: expect.stringContaining('not to both') });
    const refused = await org().leadlight('audiences', 'write', 'Calls');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Nobody has confirmed') });
    expect(await shownInList('Calls')).toBeUndefined();
    await org().json('audiences', 'confirm', 'Calls');
    const written = await org().json<Written>('audiences', 'write', 'Calls');
    expect(written).toMatchObject({ listViewName: 'Calls', added: shown.members, removed: 0 });
    expect(await shownInList('Calls')).toHaveLength(shown.members);

    const before = await modified();
    expect(await org().json('audiences', 'write', 'Calls')).toMatchObject({
      ...{ added: 0, removed: 0, unchanged: shown.members },
    });
    expect(await modified()).toEqual(before);

    const [leaving] = (await shownInList('Calls'))!;
    await org().client.update(leaving!, { DoNotCall: true });
    await org().json('sync');
    await org().json('score');
    expect((await org().json<Written>('audiences', 'write', 'Calls')).removed).toBeGreaterThanOrEqual(1);
    expect(await shownInList('Calls')).not.toContain(leaving);
    const listed = await org().leadlight('audiences', 'list');
    expect(listed.stdout).toMatch(/Calls\s+│ list view\s+│ by cli/);
  });

  it('move from a list view to a campaign, and the list view is deleted with the keys of its leads', async () => {
    const { members } = await org().json<Shown>('audiences', 'change', 'Calls', '--campaign', campaignId);
    await org().json('audiences', 'confirm', 'Calls');
    const before = (await membersOf(campaignId)).map(({ LeadId }) => LeadId);
    const written = await org().json<Written>('audiences', 'write', 'Calls');
    expect(written.added + written.unchanged).toBe(members);
    expect((await membersOf(campaignId)).length).toBe(before.length + written.added);
    expect(await org().json('audiences', 'delete-list-views')).toEqual({ deleted: 1, rejected: [] });
    expect(await shownInList('Calls')).toBeUndefined();
    expect(await org().client.query('SELECT Id FROM Lead WHERE Leadlight_Audiences__c != NULL')).toEqual([]);
    expect(await org().json('audiences', 'delete-list-views')).toEqual({ deleted: 0, rejected: [] });
    await org().json('audiences', 'delete', 'Calls');
  });

  it('are deleted here, and the campaign keeps its members', async () => {
    const before = await membersOf(campaignId);
    await org().json('audiences', 'delete', 'Spring');
    expect(await org().json('audiences', 'list')).toEqual([]);
    expect(await membersOf(campaignId)).toEqual(before);
  });
});
