import { beforeAll, describe, expect, it } from 'vitest';
import { useChangedOrg } from '../testing/changed-org.ts';
import { codesOf, lossesAfterSync, storedScores, type Scored, type WithLosses } from '../testing/field-losses.ts';

const org = useChangedOrg(500);
const DELETED = 'Product_Interest__c';
const RENAMED = 'Webinar_Minutes__c';
const NEW_NAME = 'Minutes_Attended__c';

const sync = () => lossesAfterSync(org());
const scoresInOrg = () => storedScores(org());

const train = () => org().json('train', '--learner', 'logistic', '--quick', '--publish');

async function scoreAll(): Promise<Scored> {
  const scored = await org().json<Scored>('score');
  expect(scored).toMatchObject({ held: 0 });
  return scored;
}

/** Expects that every command names the loss, and that the org keeps the scores that it has. */
async function expectHeld(loss: string, inWords: RegExp, first: Scored, before: readonly object[]): Promise<void> {
  expect(codesOf(await sync())).toEqual([loss]);
  const held = await org().json<Scored>('score');
  expect(held.held).toBeGreaterThan(200);
  expect(held.scored + held.held).toBe(first.scored);
  expect(codesOf(held.losses)).toEqual([loss]);
  expect(await scoresInOrg()).toEqual(before);
  const check = await org().leadlight('check');
  expect(check.stdout).toMatch(/has lost a field that it reads/);
  expect(check.stdout).toMatch(inWords);
  expect(codesOf((await org().json<WithLosses>('check')).losses)).toEqual([loss]);
  const doctor = await org().leadlight('doctor');
  expect(doctor.code).toBe(1);
  expect(doctor.stdout).toMatch(/FAILED\s+model: /);
  expect(doctor.stdout).toMatch(inWords);
}

describe('a field that the active model reads and that is deleted in the org', () => {
  let first: Scored;
  let before: readonly object[];
  beforeAll(async () => {
    expect(await sync()).toEqual([]);
    await train();
    first = await scoreAll();
    before = await scoresInOrg();
    await org().control('DELETE', `/fields/Lead/${DELETED}`);
  });

  it('is named by sync, score, check and doctor, and the scores that it would move are held back', () =>
    expectHeld(
      `${DELETED} field_unreadable`,
      /Product_Interest__c.*can no longer be read: it was deleted/,
      first,
      before,
    ));

  it('stops the publication of a model without it, with the reason', async () => {
    const trained = await org().json<{
      readonly entry: { readonly active: boolean };
      readonly stops: readonly { readonly code: string; readonly names?: readonly string[] }[];
    }>('train', '--learner', 'logistic', '--quick');
    expect(trained.entry.active).toBe(false);
    expect(trained.stops).toContainEqual(
      expect.objectContaining({ code: 'feature_lost', names: [`field:${DELETED}`] }),
    );
  });

  it('no longer holds scores back after the administrator has accepted its loss', async () => {
    const accepted = await org().json<WithLosses>('fields', 'accept', DELETED);
    expect(accepted.losses).toMatchObject([{ field: DELETED, isAccepted: true }]);
    expect(await org().json<Scored>('score')).toMatchObject({ held: 0, scored: first.scored });
  });
});

describe('a field that the active model reads and that is renamed in the org', () => {
  let first: Scored;
  let before: readonly object[];
  beforeAll(async () => {
    await train();
    expect(await sync()).toEqual([]);
    first = await scoreAll();
    before = await scoresInOrg();
    await org().control('POST', '/fields/rename', { object: 'Lead', field: RENAMED, to: NEW_NAME });
  });

  it('is named with both names by sync, score, check and doctor, and the scores that it would move are held back', () =>
    expectHeld(
      `${RENAMED} field_renamed`,
      /seems to have been renamed \(old and new name: .*Webinar_Minutes__c.*Minutes_Attended__c/,
      first,
      before,
    ));

  it('is learned under its new name, after which nothing is held back', async () => {
    const trained = await org().json<{ readonly entry: { readonly active: boolean } }>(
      ...['train', '--learner', 'logistic', '--quick', '--publish'],
    );
    expect(trained.entry.active).toBe(true);
    expect(codesOf(await sync())).toEqual([]);
    expect(await org().json<Scored>('score')).toMatchObject({ held: 0 });
  });

  it('is found again under its old name once the renaming is undone', async () => {
    await org().control('POST', '/fields/rename', { object: 'Lead', field: NEW_NAME, to: RENAMED });
    expect(codesOf(await sync())).toEqual([`${NEW_NAME} field_renamed`]);
    await org().json('train', '--learner', 'logistic', '--quick', '--publish');
    expect(codesOf(await sync())).toEqual([]);
  });
});
