import { codedMessage } from '@leadlight/common';
import type { ScoringSettingsChange } from '@leadlight/contract';
import { leftOutReasons, type LeadField } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import type { AdministrativeStores, AuditEntry, ModelEntry, ScoringSettingsRevision } from '../../ports/index.ts';
import { changeScoringSettings, undoScoringSettings } from './change-scoring-settings.ts';
import { DEFAULT_SCORING_SETTINGS } from './default-settings.ts';
import { readScoringSettings, scoringSettingsOf } from './read-scoring-settings.ts';

const field = (name: string, given: Partial<LeadField> = {}): LeadField => ({
  name,
  label: name,
  type: 'picklist',
  custom: name.endsWith('__c'),
  past: { kind: 'tracked', since: 0 },
  ...given,
});
const FIELDS = [
  field('LeadSource'),
  field('NumberOfEmployees', { type: 'number' }),
  field('Status'),
  field('Tier__c'),
  field('Note__c', { type: 'textarea' }),
  field('Budget__c', { type: 'currency', past: { kind: 'unknown' } }),
  field('Executive__c', { type: 'reference', referenceTo: ['User'] }),
];
const suspicion = codedMessage('emptiness', 'Being empty predicts.');
const FINDINGS = [
  { field: 'lead_source', verdict: 'fine', evidence: [codedMessage('nothing_against', 'Nothing speaks against it.')] },
  { field: 'field:Tier__c', verdict: 'suspect', evidence: [suspicion] },
];

function ports({ synced = true } = {}) {
  const revisions: ScoringSettingsRevision[] = [];
  const audited: AuditEntry[] = [];
  const active = { report: { leakage: { findings: FINDINGS } } } as unknown as ModelEntry;
  const scoringSettings = {
    findNewest: () => Promise.resolve(revisions.at(-1)),
    find: (_orgId: string, revision: number) => Promise.resolve(revisions.find((each) => each.revision === revision)),
    append: (_orgId: string, revision: ScoringSettingsRevision) => {
      if (revisions.some((each) => each.revision === revision.revision)) return Promise.resolve(false);
      revisions.push(revision);
      return Promise.resolve(true);
    },
  };
  const auditLog = {
    append: (_orgId: string, entry: AuditEntry) => {
      audited.push(entry);
      return Promise.resolve();
    },
  };
  return {
    audited,
    orgs: { find: (orgId: string) => Promise.resolve(synced ? { orgId, fields: FIELDS, lastSyncedAt: 1 } : undefined) },
    models: { findActive: () => Promise.resolve(active) },
    scoringSettings,
    atomically: <Result>(act: (stores: AdministrativeStores) => Promise<Result>) =>
      act({ scoringSettings, auditLog } as unknown as AdministrativeStores),
    clock: { now: () => Date.UTC(2026, 10, 23) },
  };
}

const change = (given: ReturnType<typeof ports>, wanted: ScoringSettingsChange, basedOn?: number) =>
  changeScoringSettings(given, 'org', { change: wanted, basedOn }, 'cli');

describe('changeScoringSettings', () => {
  it('leaves the defaults until the first change', async () => {
    const given = ports();
    const state = await readScoringSettings(given, 'org');
    expect(state).toMatchObject({ settings: DEFAULT_SCORING_SETTINGS, revision: 0, changedBy: null, canUndo: false });
  });

  it('keeps settings that a change does not name, and audits the actor', async () => {
    const given = ports();
    await change(given, { goal: { kind: 'won' } });
    const state = await change(given, { snapshotAgesDays: [30, 0, 30] });
    expect(state).toMatchObject({
      revision: 2,
      changedAt: '2026-11-23T00:00:00.000Z',
      changedBy: 'cli',
      canUndo: true,
    });
    expect(await scoringSettingsOf(given, 'org')).toEqual({
      ...DEFAULT_SCORING_SETTINGS,
      goal: { kind: 'won' },
      snapshotAgesDays: [0, 30],
    });
    expect(given.audited.map(({ act, subject }) => [act, subject])).toEqual([
      ['settings.change', 'settings:1'],
      ['settings.change', 'settings:2'],
    ]);
  });

  it('can be undone step by step down to the defaults, even if a change followed an undo', async () => {
    const given = ports();
    const threshold = async () => (await scoringSettingsOf(given, 'org')).threshold;
    await change(given, { threshold: 0.1 });
    await change(given, { threshold: 0.2 });
    await undoScoringSettings(given, 'org', 'cli');
    expect(await threshold()).toBe(0.1);
    await change(given, { threshold: 0.3 });
    const seen: number[] = [];
    for (let step = 0; step < 2; step++) {
      await undoScoringSettings(given, 'org', 'cli');
      seen.push(await threshold());
    }
    expect(seen).toEqual([0.1, 0.5]);
    expect((await readScoringSettings(given, 'org')).canUndo).toBe(false);
    await expect(undoScoringSettings(given, 'org', 'cli')).rejects.toMatchObject({ code: 'settings_nothing_to_undo' });
  });

  it('rejects a change based on an old revision', async () => {
    const given = ports();
    await change(given, { threshold: 0.1 }, 0);
    await expect(change(given, { threshold: 0.2 }, 0)).rejects.toMatchObject({ code: 'settings_changed_meanwhile' });
    expect((await change(given, { threshold: 0.2 }, 1)).revision).toBe(2);
  });

  it('rejects an org that was never synced', async () => {
    await expect(change(ports({ synced: false }), { threshold: 0.1 })).rejects.toMatchObject({
      code: 'org_not_synced',
    });
  });
});

it('readScoringSettings excludes a lookup to people until it is included by name, even if its past is known', async () => {
  const given = ports();
  const useOf = ({ fields }: Awaited<ReturnType<typeof readScoringSettings>>) =>
    fields.find(({ field: name }) => name === 'Executive__c');
  expect(useOf(await readScoringSettings(given, 'org'))).toMatchObject({
    use: 'out',
    reasons: [leftOutReasons.namesPeople],
    settingsList: 'includedFields',
    listed: false,
  });
  expect(useOf(await change(given, { includedFields: ['Executive__c'] }))).toMatchObject({ use: 'in', listed: true });
});

describe('changeScoringSettings rejects with a remedy', () => {
  const invalid: readonly (readonly [string, ScoringSettingsChange, string, RegExp])[] = [
    ['an unknown field', { excludedFields: ['leadsource'] }, '/excludedFields/0', /Did you mean LeadSource/],
    ['a field that reveals the outcome', { includedFields: ['Status'] }, '/includedFields/0', /can never be used/],
    [
      'a field that is excluded and allowed',
      { excludedFields: ['Tier__c'], allowedFields: ['Tier__c'] },
      '/allowedFields/0',
      /remove it from one/,
    ],
    ['a deal value without a call cost', { dealValue: 8000 }, '/callCost', /go together/],
    ['a call that costs as much as a deal', { dealValue: 10, callCost: 10 }, '/callCost', /no call ever pays/],
    ['segments by a numeric field', { segmentField: 'NumberOfEmployees' }, '/segmentField', /picklist/],
    [
      'groups by an unknown field',
      { groupFields: ['LeadSource', 'Region__c'] },
      '/groupFields/1',
      /no field or feature/,
    ],
    ['segments by an unknown field', { segmentField: 'Region__c' }, '/segmentField', /no field or feature/],
    [
      'a monotonic constraint on a category',
      { monotonicConstraints: { LeadSource: 'up' } },
      '/monotonicConstraints/LeadSource',
      /not numeric/,
    ],
    [
      'a forbidden interaction of a field with itself',
      { forbiddenInteractions: [['Tier__c', 'Tier__c']] },
      '/forbiddenInteractions/0',
      /two fields/,
    ],
    [
      'a constraint that the learner does not support',
      { learner: 'logistic', monotonicConstraints: { NumberOfEmployees: 'up' } },
      '/learner',
      /best, forest, boosting or blend/,
    ],
    [
      'points for an unknown feature',
      { pointsTable: [{ feature: 'LeadSource', condition: { is: ['Web'] }, points: 5 }] },
      '/pointsTable/0/feature',
      /lead_source/,
    ],
    [
      'a numeric condition on a category',
      { pointsTable: [{ feature: 'lead_source', condition: { atLeast: 1 }, points: 5 }] },
      '/pointsTable/0/condition',
      /list of words/,
    ],
    ['a threshold above one', { threshold: 1.5 }, '/threshold', /./],
    ['an unknown setting', { horizon: 3 } as ScoringSettingsChange, '', /horizon/],
  ];

  it.each(invalid)('%s', async (_name, wanted, pointer, detail) => {
    const given = ports();
    await expect(change(given, wanted)).rejects.toMatchObject({
      code: 'settings_invalid',
      facts: { problems: [{ pointer, detail: expect.stringMatching(detail) as string }] },
    });
    expect(given.audited).toEqual([]);
  });
});

describe('fieldUses', () => {
  const uses = async (wanted: ScoringSettingsChange = {}) => {
    const { fields } = await change(ports(), wanted);
    return new Map(fields.map((use) => [use.field, use]));
  };

  it('returns whether and why a field is used, and which list changes it', async () => {
    const by = await uses();
    expect(by.get('LeadSource')).toMatchObject({
      use: 'in',
      verdict: 'fine',
      settingsList: 'excludedFields',
      listed: false,
    });
    expect(by.get('Status')).toMatchObject({
      use: 'out',
      settingsList: null,
      reasons: [leftOutReasons.updatedByStaff],
    });
    expect(by.get('Budget__c')).toMatchObject({
      use: 'out',
      settingsList: 'includedFields',
      listed: false,
      reasons: [leftOutReasons.unknownPast],
    });
    expect(by.get('Note__c')).toMatchObject({
      use: 'out',
      settingsList: null,
      reasons: [expect.objectContaining({ code: 'unused_type', names: ['textarea'] })],
    });
    expect(by.get('Tier__c')).toMatchObject({
      use: 'out',
      verdict: 'suspect',
      settingsList: 'allowedFields',
      listed: false,
      reasons: [suspicion],
    });
    // Reads no field of the lead.
    expect(by.get('replies')).toMatchObject({ use: 'in', settingsList: 'excludedFields' });
  });

  it('follows the lists', async () => {
    const by = await uses({
      excludedFields: ['LeadSource', 'replies'],
      includedFields: ['Budget__c'],
      allowedFields: ['Tier__c'],
    });
    const sides = ['LeadSource', 'replies', 'Budget__c', 'Tier__c'].map((name) => {
      const { use, settingsList, listed } = by.get(name)!;
      return [name, use, settingsList, listed];
    });
    expect(sides).toEqual([
      ['LeadSource', 'out', 'excludedFields', true],
      ['replies', 'out', 'excludedFields', true],
      ['Budget__c', 'in', 'includedFields', true],
      ['Tier__c', 'in', 'allowedFields', true],
    ]);
  });
});
