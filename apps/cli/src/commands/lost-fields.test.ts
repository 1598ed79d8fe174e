import { describe, expect, it } from 'vitest';
import { useChangedOrg } from '../testing/changed-org.ts';
import { codesOf, lossesAfterSync, storedScores, type Scored, type WithLosses } from '../testing/field-losses.ts';

const org = useChangedOrg(500);
const FIELD = 'Product_Interest__c';

interface Trained {
  /** Of `train` and of `retrain`. */
  readonly entry?: { readonly active: boolean };
  readonly model?: { readonly active: boolean };
  readonly stops: readonly { readonly code: string; readonly names?: readonly string[] }[];
}

const sync = () => lossesAfterSync(org());
const scoresInOrg = () => storedScores(org());

describe('a field that the active model reads', () => {
  it('holds back the scores that its loss would move, and is named by sync, score, check and doctor', async () => {
    expect(await sync()).toEqual([]);
    await org().json('train', '--learner', 'logistic', '--quick');
    const first = await org().json<Scored>('score');
    expect(first).toMatchObject({ held: 0, written: first.scored });
    const before = await scoresInOrg();
    await org().control('POST', '/permissions/deny', { object: 'Lead', field: FIELD, right: 'read' });
    expect(codesOf(await sync())).toEqual([`${FIELD} field_unreadable`]);

    const held = await org().json<Scored>('score');
    expect(held.held).toBeGreaterThan(300);
    expect(held.scored + held.held).toBe(first.scored);
    expect(await scoresInOrg()).toEqual(before);
    const check = await org().leadlight('check');
    expect(check.stdout).toMatch(/has lost a field that it reads[^]*Product_Interest__c.*can no longer be read/);
    const doctor = await org().leadlight('doctor');
    expect(doctor).toMatchObject({ code: 1, stdout: expect.stringMatching(/FAILED\s+model: .*Product_Interest__c/) });
  });

  it('writes the scores again when the right is back', async () => {
    await org().control('DELETE', '/permissions/deny');
    expect(await sync()).toEqual([]);
    expect(await org().json<Scored>('score')).toMatchObject({ held: 0 });
  });

  it('holds back the leads with a renamed value until an administrator accepts it', async () => {
    const rows = await org().client.query<{ readonly [FIELD]: string }>(
      `SELECT ${FIELD} FROM Lead WHERE ${FIELD} != null AND IsConverted = false LIMIT 1`,
    );
    const from = rows[0]![FIELD];
    await org().control('POST', '/values/rename', { object: 'Lead', field: FIELD, from, to: 'Renamed' });
    const [lead] = await org().client.query<{ Id: string }>(
      `SELECT Id FROM Lead WHERE ${FIELD} = 'Renamed' AND IsConverted = false LIMIT 1`,
    );
    await org().client.update(lead!.Id, { Rating: 'Hot' });
    const losses = await sync();
    expect(losses).toMatchObject([{ message: { code: 'field_values_renamed', names: [FIELD, from, 'Renamed'] } }]);
    const held = await org().json<Scored>('score');
    expect(held.held).toBeGreaterThan(0);
    expect(held.held).toBeLessThan(held.scored);
    const accepted = await org().json<WithLosses>('fields', 'accept', FIELD);
    expect(accepted.losses).toMatchObject([{ isAccepted: true }]);
    expect(await org().json<Scored>('score')).toMatchObject({ held: 0 });
  });

  it('is named when its type changes or several currencies are turned on', async () => {
    await org().control('POST', '/fields/type', { object: 'Lead', field: 'Webinar_Minutes__c', type: 'string' });
    await org().control('POST', '/currencies');
    expect(codesOf(await sync())).toEqual(
      expect.arrayContaining(['Webinar_Minutes__c field_type_changed', 'AnnualRevenue field_currencies']),
    );
  });
});

describe('a number whose unit changes', () => {
  it('holds back the leads that have it, and is named from the next check on', async () => {
    await sync();
    await org().json('train', '--learner', 'logistic', '--quick', '--publish');
    expect(await sync()).toEqual([]);
    await org().json('score');
    const before = await scoresInOrg();
    await org().control('POST', '/values/multiply', { object: 'Lead', field: 'NumberOfEmployees', factor: 1000 });
    await sync();
    const held = await org().json<Scored>('score');
    expect(held.held).toBeGreaterThan(200);
    expect(codesOf(held.losses)).toEqual(['NumberOfEmployees field_numbers_scaled']);
    expect(await scoresInOrg()).toEqual(before);
    const check = await org().json<WithLosses>('check');
    expect(codesOf(check.losses)).toEqual(['NumberOfEmployees field_numbers_scaled']);
    expect(codesOf(await sync())).toEqual(['NumberOfEmployees field_numbers_scaled']);
  });
});

describe('the publication of a model that has lost a feature', () => {
  it('is stopped with the reason, by train and by retrain, until --publish overrides it', async () => {
    await org().control('POST', '/permissions/deny', { object: 'Lead', field: FIELD, right: 'read' });
    await sync();
    for (const command of [['train'], ['retrain', '--no-sync']]) {
      const { entry, model = entry, stops } = await org().json<Trained>(...command, '--learner', 'logistic', '--quick');
      expect(model?.active).toBe(false);
      expect(stops).toContainEqual(expect.objectContaining({ code: 'feature_lost', names: [`field:${FIELD}`] }));
    }
    const overridden = await org().leadlight('train', '--learner', 'logistic', '--quick', '--publish');
    expect(overridden.stdout).toMatch(/is active\.[^]*The active model uses/);
    expect(codesOf(await sync())).toEqual([]);
  });
});
