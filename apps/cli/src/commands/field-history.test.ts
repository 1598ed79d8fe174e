import { describe, expect, it } from 'vitest';
import { useChangedOrg } from '../testing/changed-org.ts';

const org = useChangedOrg(600);

interface Trained {
  readonly holdout: { readonly auc: number };
  readonly quality: readonly { readonly field: string; readonly missing: number }[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}
interface Settings {
  readonly fields: readonly { readonly field: string; readonly reasons: readonly { readonly code: string }[] }[];
}

const AFFECTED = ['lead_source', 'title_seniority', 'title_department', 'completeness'];

const missingIn = ({ quality }: Trained) =>
  Object.fromEntries(quality.filter(({ field }) => AFFECTED.includes(field)).map((each) => [each.field, each.missing]));

const reasonsFor = async (name: string) =>
  (await org().json<Settings>('settings', 'show')).fields
    .find(({ field }) => field === name)!
    .reasons.map(({ code }) => code);

describe('the history of lead fields', () => {
  it('survives the first edit of a field that has been tracked without changes', async () => {
    await org().control('POST', '/permissions/deny', { object: 'SetupAuditTrail', right: 'read' });
    await org().json('sync');
    const before = await org().json<Trained>('train', '--learner', 'logistic', '--quick');
    const [lead] = await org().client.query<{ Id: string }>('SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1');
    await org().client.update(lead!.Id, { LeadSource: 'Webinar', Title: 'Chief Surprise Officer' });
    await org().json('sync');
    const after = await org().json<Trained>('train', '--learner', 'logistic', '--quick');
    expect(missingIn(after)).toEqual(missingIn(before));
    expect(after.facts.find(({ name }) => name === 'history assumed')?.value).toContain('LeadSource');
    expect(await reasonsFor('LeadSource')).toContain('history_start_unknown');
  });

  it('starts where an administrator says', async () => {
    await org().json('settings', 'set', 'history-since=LeadSource:2026-11-01');
    expect(await reasonsFor('LeadSource')).toContain('history_start_set');
    const trained = await org().json<Trained>('train', '--learner', 'logistic', '--quick', '--publish');
    expect(missingIn(trained).lead_source).toBeGreaterThan(0.9);
    const unknown = await org().leadlight('settings', 'set', 'history-since=Colour__c:2026-11-01');
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/no lead field called Colour__c/) });
    await org().json('settings', 'undo');
  });

  it('starts where the setup audit trail says that tracking was turned on', async () => {
    await org().control('DELETE', '/permissions/deny');
    await org().control('POST', '/fields/track', { object: 'Lead', field: 'Title', tracked: true, daysAgo: 20 });
    await org().json('sync');
    expect(await reasonsFor('Title')).toContain('history_turned_on');
    expect(await reasonsFor('LeadSource')).toEqual(
      expect.arrayContaining(['history_start_unknown', 'history_not_turned_on']),
    );
  });

  it('starts with the sync that first finds a field tracked', async () => {
    await org().control('POST', '/permissions/deny', { object: 'SetupAuditTrail', right: 'read' });
    await org().control('POST', '/fields/track', { object: 'Lead', field: 'MobilePhone', tracked: true });
    await org().json('sync');
    expect(await reasonsFor('MobilePhone')).toContain('history_was_off');
  });
});
