import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PropensityDefinition } from '@leadlight/propensity';
import { openStorage, type Storage } from '@leadlight/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInProcess } from '../testing/run-in-process.ts';

const ORG = '00D000000000001EAA';
const folder = mkdtempSync(join(tmpdir(), 'leadlight-propensities-'));
const [file, empty] = [join(folder, 'orders.json'), join(folder, 'empty.json')];
let storage: Storage;
const leadlight = (...args: readonly string[]) => runInProcess([...args, '--folder', folder, '--org', ORG]);

beforeAll(async () => {
  storage = await openStorage({ folder });
  writeFileSync(empty, '{}');
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('leadlight propensities', () => {
  it('lists what can be added by name, adds it with other numbers of days, and shows it', async () => {
    expect((await leadlight('propensities', 'list')).stdout).toMatch(
      /lead-converts +│ Lead converts +│ Lead +│ measured +│ not trained[^]*by name: opportunity-wins, account-buys-again, account-churns, case-escalates\./,
    );
    const added = await leadlight('propensities', 'add', 'account-churns', '--horizon', '180', '--active-within', '90');
    expect(added).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Next: leadlight sync, then leadlight train/),
    });
    const { stdout } = await leadlight('propensities', 'list');
    expect(stdout).toMatch(/account-churns +│ Account churns +│ Account +│ 180 days +│ not trained +│ +0/);
    expect(stdout).toMatch(/by name: opportunity-wins, account-buys-again, case-escalates\./);
    const shown = JSON.parse(
      (await leadlight('propensities', 'show', 'account-churns')).stdout,
    ) as PropensityDefinition;
    expect(shown).toMatchObject({
      horizonDays: 180,
      population: { activeWithinDays: 90 },
      event: { occurs: 'notWithin' },
    });
    writeFileSync(file, JSON.stringify({ ...shown, id: 'orders', label: 'Orders' }));
  });

  it('shows the scoring of leads as a propensity that settings change', async () => {
    const { stdout } = await leadlight('propensities', 'show', 'lead-converts');
    expect(JSON.parse(stdout)).toMatchObject({
      id: 'lead-converts',
      object: 'Lead',
      event: { of: { kind: 'converted' } },
    });
  });

  it('adds one that a file defines, without write-back', async () => {
    expect((await leadlight('propensities', 'add', '--definition', file, '--no-write-back')).code).toBe(0);
    const { stdout } = await leadlight('propensities', 'show', 'orders');
    expect(JSON.parse(stdout)).toMatchObject({ id: 'orders', label: 'Orders', writeBack: null });
  });

  it('changes one, says to train it again, and rejects a change of nothing', async () => {
    const changed = await leadlight('propensities', 'change', 'orders', '--exclude', 'Plan__c');
    expect(changed.stdout).toContain(
      'Changed orders (revision 2). Train it again: leadlight train --propensity orders',
    );
    expect(await leadlight('propensities', 'change', 'orders')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Nothing would change/),
    });
    expect((await storage.auditLog.list(ORG, 10)).map(({ actor, subject }) => [actor, subject])).toEqual([
      ['cli', 'orders'],
      ['cli', 'orders'],
      ['cli', 'account-churns'],
    ]);
  });

  it('says that nothing is scored yet, and how to score', async () => {
    expect((await leadlight('propensities', 'best', 'orders')).stdout).toContain('leadlight score --propensity orders');
  });

  it.each([
    ['an unknown name', ['propensities', 'add', 'lead-churns'], /No propensity .* "lead-churns".*account-churns/],
    ['a change of lead scoring', ['propensities', 'change', 'lead-converts', '--horizon', '9'], /settings set/],
    ['the scoring of leads, which is there', ['propensities', 'add', 'lead-converts'], /leadlight train/],
    ['the best leads', ['propensities', 'best', 'lead-converts'], /GET \/v1\/leads/],
    ['neither a name nor a file', ['propensities', 'add'], /either the id of a propensity or --definition/],
    ['a name and a file', ['propensities', 'add', 'account-churns', '--definition', file], /either the id/],
    ['a missing file', ['propensities', 'add', '--definition', join(folder, 'none.json')], /no such file/],
    ['a file that is not JSON', ['propensities', 'add', '--definition', import.meta.filename], /is not JSON/],
    ['a file without the members', ['propensities', 'add', '--definition', empty], /docs\/propensities\.md/],
    [
      'one that is there already',
      ['propensities', 'add', 'account-churns'],
      /"account-churns" already.*propensities change/,
    ],
    ['one that is not there', ['propensities', 'show', 'contact-churns'], /"contact-churns".*propensities list/],
    [
      'an option of training that its definition has',
      ['train', '--propensity', 'orders', '--half-life', '90'],
      /--half-life has no effect on a propensity.*propensities change/,
    ],
    [
      'scores before a training',
      ['score', '--propensity', 'orders', '--no-write'],
      /leadlight train --propensity orders/,
    ],
  ])('rejects %s with the remedy', async (_, args, message) => {
    const { code, stderr } = await leadlight(...args);
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
    expect(stderr).not.toMatch(/defect/);
  });
});
