import { DEFAULT_DEFINITION, type Audience } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

const audience = (given: Partial<Audience> = {}): Audience => ({
  id: 'aud_1',
  name: 'Spring campaign',
  definition: DEFAULT_DEFINITION,
  campaignId: '701000000000001AAA',
  listView: false,
  revision: 1,
  confirmedRevision: null,
  confirmedBy: null,
  changedAt: 1_000,
  writeRequestedAt: null,
  lastWrite: null,
  ...given,
});

describeOnEveryDatabase('audiences', (given) => {
  it('finds an audience by its id, and by its name whatever the case', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    expect(await storage.audiences.create(org, audience())).toBe(true);
    expect(await storage.audiences.find(org, 'aud_1')).toEqual(audience());
    expect(await storage.audiences.find(org, 'SPRING campaign')).toEqual(audience());
    expect(await storage.audiences.find(org, 'Autumn')).toBeUndefined();
    expect(await storage.audiences.find(newOrg(), 'aud_1')).toBeUndefined();
  });

  it('rejects a second audience with the same name in an org', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.audiences.create(org, audience());
    expect(await storage.audiences.create(org, audience({ id: 'aud_2', name: 'spring Campaign' }))).toBe(false);
    expect(await storage.audiences.create(newOrg(), audience({ id: 'aud_2' }))).toBe(true);
    expect(await storage.audiences.list(org)).toEqual([audience()]);
  });

  it('changes an audience only from the revision that it was read at', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.audiences.create(org, audience());
    const changed = audience({ revision: 2, campaignId: null, changedAt: 2_000 });
    expect(await storage.audiences.change(org, changed, 1)).toBe(true);
    expect(await storage.audiences.change(org, audience({ revision: 2 }), 1)).toBe(false);
    expect(await storage.audiences.find(org, 'aud_1')).toEqual(changed);
  });

  it('asks for a write of the present revision only, and stores what a write did until the next one', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.audiences.create(org, audience());
    expect(await storage.audiences.requestWrite(org, 'aud_1', 2, 5_000)).toBe(false);
    expect(await storage.audiences.requestWrite(org, 'aud_1', 1, 5_000)).toBe(true);
    const failed = { at: 6_000, revision: 1, counts: null, failure: { code: 'campaign_not_found', message: 'No.' } };
    await storage.audiences.saveWrite(org, 'aud_1', failed);
    expect(await storage.audiences.find(org, 'aud_1')).toEqual(
      audience({ writeRequestedAt: 5_000, lastWrite: failed }),
    );
    await storage.audiences.change(org, audience({ revision: 2 }), 1);
    expect((await storage.audiences.find(org, 'aud_1'))?.lastWrite).toEqual(failed);
    await storage.audiences.saveWrite(newOrg(), 'aud_1', { ...failed, at: 9_000 });
    expect((await storage.audiences.find(org, 'aud_1'))?.lastWrite?.at).toBe(6_000);
  });

  it('confirms the present revision only', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.audiences.create(org, audience());
    expect(await storage.audiences.confirm(org, 'aud_1', 2, 'cli')).toBe(false);
    expect(await storage.audiences.confirm(org, 'aud_1', 1, 'cli')).toBe(true);
    expect(await storage.audiences.find(org, 'aud_1')).toMatchObject({ confirmedRevision: 1, confirmedBy: 'cli' });
  });

  it('stores the state of members, and counts them', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.audiences.create(org, audience());
    const [added, heldOut] = [
      { leadId: '00Q1', state: 'added', campaignMemberId: '00v1', since: 1_000 },
      { leadId: '00Q2', state: 'held_out', campaignMemberId: null, since: 1_000 },
    ] as const;
    await storage.audiences.saveMembers(org, 'aud_1', [heldOut, added]);
    expect(await storage.audiences.listMembers(org, 'aud_1')).toEqual([added, heldOut]);
    expect(await storage.audiences.countMembers(org, 'aud_1')).toEqual({ added: 1, heldOut: 1, changedAt: 1_000 });
    const left = { ...added, state: 'left', campaignMemberId: null, since: 2_000 } as const;
    await storage.audiences.saveMembers(org, 'aud_1', [left]);
    expect(await storage.audiences.listMembers(org, 'aud_1')).toEqual([left, heldOut]);
    expect(await storage.audiences.countMembers(org, 'aud_1')).toEqual({ added: 0, heldOut: 1, changedAt: 2_000 });
  });

  it('knows list views that outlive their audience, until they are deleted', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const shown = audience({ campaignId: null, listView: true });
    await storage.audiences.create(org, shown);
    await storage.audiences.noteListView(org, 'aud_1');
    await storage.audiences.noteListView(org, 'aud_1');
    const orgs = () => storage.requestedWork.orgsWithDueAudiences(5_000, 1_000);
    expect(await storage.audiences.endedListViews(org)).toEqual([]);
    expect(await orgs()).not.toContain(org);
    await storage.audiences.change(org, { ...shown, revision: 2, listView: false }, 1);
    expect(await storage.audiences.endedListViews(org)).toEqual(['aud_1']);
    await storage.audiences.delete(org, 'aud_1');
    expect(await storage.audiences.endedListViews(org)).toEqual(['aud_1']);
    expect(await storage.audiences.endedListViews(newOrg())).toEqual([]);
    expect(await orgs()).toContain(org);
    await storage.audiences.forgetListView(org, 'aud_1');
    expect(await storage.audiences.endedListViews(org)).toEqual([]);
    expect(await orgs()).not.toContain(org);
  });

  it('deletes an audience with its members', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.audiences.create(org, audience());
    await storage.audiences.saveMembers(org, 'aud_1', [
      { leadId: '00Q1', state: 'added', campaignMemberId: '00v1', since: 1_000 },
    ]);
    expect(await storage.audiences.delete(org, 'aud_1')).toBe(true);
    expect(await storage.audiences.delete(org, 'aud_1')).toBe(false);
    expect(await storage.audiences.listMembers(org, 'aud_1')).toEqual([]);
    expect(await storage.audiences.countMembers(org, 'aud_1')).toEqual({ added: 0, heldOut: 0, changedAt: null });
  });
});
