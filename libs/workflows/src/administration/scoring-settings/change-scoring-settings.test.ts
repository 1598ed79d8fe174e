import { codedMessage } from '@leadlight/common';
import type { ScoringSettingsChange } from '@leadlight/contract';
import { leftOutReasons, type LeadField } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import type { AdministrativeStores, AuditEntry, ModelEntry, ScoringSettingsRevision } from '../../ports/index.ts';
import { changeScoringSettings, undoScoringSettings } from './change-scoring-settings.ts';
import { DEFAULT_SCORING_SETTINGS } from './default-settings.ts';
import { readScoringSettings, scoringSettingsOf } from './read-scoring-settings.ts';
import type { SettingsInvalidError } from './settings-error.ts';

const field = (name: string, given: Partial<LeadField> = {}): LeadField => ({
  ...{ name, label: name, type: 'picklist', custom: name.endsWith('__c'), past: { kind: 'tracked', since: 0 } },
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

function company({ synced = true } = {}) {
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

const change = (ports: ReturnType<typeof company>, wanted: ScoringSettingsChange, basedOn?: number) =>
  changeScoringSettings(ports, 'org', { change: wanted, basedOn }, 'cli');

describe('scoring settings', () => {
  it('are the defaults until somebody changes them', async () => {
    const given = company();
    const state = await readScoringSettings(given, 'org');
    expect(state).toMatchObject({ settings: DEFAULT_SCORING_SETTINGS, revision: 0, changedBy: null, canUndo: false });
  });

  it('keep what a change does not name, and audit who changed them', async () => {
    const given = company();
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

  it('are undone step by step down to the defaults, also after a change that followed an undo', async () => {
    const given = company();
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

  it('are not changed over somebody else’s head', async () => {
    const given = company();
    await change(given, { threshold: 0.1 }, 0);
    await expect(change(given, { threshold: 0.2 }, 0)).rejects.toMatchObject({ code: 'settings_changed_meanwhile' });
    expect((await change(given, { threshold: 0.2 }, 1)).revision).toBe(2);
  });

  it('of an org that was never synced cannot be checked', async () => {
    await expect(change(company({ synced: false }), { threshold: 0.1 })).rejects.toMatchObject({
      code: 'org_not_synced',
    });
  });
});

it('a lookup to people is out until it is included by name, whatever is known of its past', async () => {
  const given = company();
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

describe('settings that cannot stand are refused with what to do', () => {
  const refused: readonly (readonly [string, ScoringSettingsChange, string, RegExp])[] = [
    ['a field that is not there', { excludedFields: ['leadsource'] }, '/excludedFields/0', /Did you mean LeadSource/],
    ['a field that tells the outcome', { includedFields: ['Status'] }, '/includedFields/0', /never used/],
    [
      'a field that is in and out',
      { excludedFields: ['Tier__c'], allowedFields: ['Tier__c'] },
      '/allowedFields/0',
      /strike it from one/,
    ],
    ['half of a value', { dealValue: 8000 }, '/callCost', /go together/],
    ['a call that never pays', { dealValue: 10, callCost: 10 }, '/callCost', /no call ever pays/],
    ['segments by a number', { segmentField: 'NumberOfEmployees' }, '/segmentField', /picklist/],
    ['segments by nothing', { segmentField: 'Region__c' }, '/segmentField', /no field or feature/],
    [
      'an order of words',
      { monotonicConstraints: { LeadSource: 'up' } },
      '/monotonicConstraints/LeadSource',
      /no number/,
    ],
    [
      'a field apart from itself',
      { interactionConstraints: [['Tier__c', 'Tier__c']] },
      '/interactionConstraints/0',
      /two fields/,
    ],
    [
      'an order that the learner does not heed',
      { learner: 'logistic', monotonicConstraints: { NumberOfEmployees: 'up' } },
      '/learner',
      /best, forest or boosting/,
    ],
    [
      'points for a feature that is none',
      { pointsTable: [{ feature: 'LeadSource', condition: { is: ['Web'] }, points: 5 }] },
      '/pointsTable/0/feature',
      /lead_source/,
    ],
    [
      'words as a number',
      { pointsTable: [{ feature: 'lead_source', condition: { atLeast: 1 }, points: 5 }] },
      '/pointsTable/0/condition',
      /list of words/,
    ],
    ['a share above one', { threshold: 1.5 }, '/threshold', /./],
    ['a setting that is none', { horizon: 3 } as ScoringSettingsChange, '', /horizon/],
  ];

  it.each(refused)('%s', async (_name, wanted, pointer, detail) => {
    const given = company();
    const error = await change(given, wanted).then(
      () => expect.unreachable(),
      (thrown: SettingsInvalidError) => thrown,
    );
    expect(error).toMatchObject({
      code: 'settings_invalid',
      problems: [{ pointer, detail: expect.stringMatching(detail) }],
    });
    expect(given.audited).toEqual([]);
  });
});

describe('fields', () => {
  const uses = async (wanted: ScoringSettingsChange = {}) => {
    const { fields } = await change(company(), wanted);
    return new Map(fields.map((use) => [use.field, use]));
  };

  it('are each in or out for a reason, with the list that would change it', async () => {
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
      ...{ use: 'out', settingsList: 'includedFields', listed: false },
      reasons: [leftOutReasons.unknownPast],
    });
    expect(by.get('Note__c')).toMatchObject({
      use: 'out',
      settingsList: null,
      reasons: [expect.objectContaining({ code: 'unused_type', names: ['textarea'] })],
    });
    expect(by.get('Tier__c')).toMatchObject({
      ...{
        use: 'out',
        verdict: 'suspect',
        settingsList: 'allowedFields',
        listed: false,
        reasons: [suspicion],
      },
    });
    // Reads no field of the lead.
    expect(by.get('replies')).toMatchObject({ use: 'in', settingsList: 'excludedFields' });
  });

  it('change sides as the lists say', async () => {
    const by = await uses({
      ...{ excludedFields: ['LeadSource', 'replies'], includedFields: ['Budget__c'], allowedFields: ['Tier__c'] },
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
