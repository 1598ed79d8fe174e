import type { LeadField } from '@leadlight/lead-features';
import { readyMade } from '@leadlight/propensity';
import type {
  PropensityEntry,
  RecordChangeRow,
  RecordVersionRow,
  StoredSubject,
  SubjectScore,
} from '@leadlight/workflows';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { scoreUpdate } from '../testing/records.ts';

const churns = readyMade.find(({ id }) => id === 'account-churns')!;
const entry = (given: Partial<PropensityEntry> = {}): PropensityEntry => ({
  definition: churns,
  revision: 1,
  changedAt: 1_000,
  changedBy: 'cli',
  ...given,
});

const account = (id: string, changedAt: number, given: Partial<RecordVersionRow> = {}): RecordVersionRow => ({
  kind: 'version',
  object: 'Account',
  id,
  createdAt: 10,
  changedAt,
  deleted: false,
  parents: {},
  fields: { Plan__c: 'Basic' },
  ...given,
});

const deal = (id: string, accountId: string | null, changedAt = 100): RecordVersionRow =>
  account(id, changedAt, { object: 'Opportunity', parents: { AccountId: accountId }, fields: { IsWon: true } });

const change = (id: string, recordId: string, changedAt: number): RecordChangeRow => ({
  kind: 'change',
  object: 'Account',
  id,
  recordId,
  field: 'Health__c',
  changedAt,
  oldValue: 'Green',
  newValue: 'Red',
});

const QUERY = { object: 'Account', relations: [{ object: 'Opportunity', parentField: 'AccountId' }] };

async function readAll(chunks: AsyncIterable<readonly StoredSubject[]>): Promise<readonly StoredSubject[]> {
  const subjects: StoredSubject[] = [];
  for await (const chunk of chunks) subjects.push(...chunk);
  return subjects;
}

const score = (subjectId: string, scoredAt: number, probability: number, modelId = 'm1'): SubjectScore => ({
  update: scoreUpdate({ leadId: subjectId, scoredAt, probability, reasons: '{}', modelLabel: `v1 ${modelId}` }),
  modelId,
});

describeOnEveryDatabase('propensities', (given) => {
  it('stores definitions of an org, and changes one only from the revision that it was read at', async () => {
    const { storage, newOrg } = given();
    const { propensities } = storage;
    const org = newOrg();
    expect(await propensities.add(org, entry())).toBe(true);
    expect(await propensities.add(org, entry())).toBe(false);
    expect(await propensities.list(org)).toEqual([entry()]);
    expect(await propensities.list(newOrg())).toEqual([]);
    const next = entry({ revision: 2, definition: { ...churns, horizonDays: 200 }, changedAt: 2_000 });
    expect(await propensities.change(org, next, 7)).toBe(false);
    expect(await propensities.change(org, next, 1)).toBe(true);
    expect(await propensities.find(org, churns.id)).toEqual(next);
    expect(await propensities.find(org, 'other')).toBeUndefined();
  });

  it('has one active model for each propensity, with versions of its own', async () => {
    const { storage, newOrg } = given();
    const { propensityModels, auditLog } = storage;
    const org = newOrg();
    const model = (id: string, trainedAt: number) => ({ id, learner: 'forest', trainedAt, report: { auc: 0.8 } });
    const file = Uint8Array.of(1, 2, 3);
    const first = await propensityModels.save(org, 'account-churns', file, model('a', 1), true);
    expect(first).toEqual({ ...model('a', 1), version: 1, active: true });
    await propensityModels.save(org, 'account-churns', file, model('b', 2), false);
    await propensityModels.save(org, 'account-buys-again', file, model('c', 3), true);
    expect((await propensityModels.findActive(org, 'account-churns'))?.id).toBe('a');
    await propensityModels.save(org, 'account-churns', file, model('d', 4), true);
    const listed = await propensityModels.list(org, 'account-churns');
    expect(listed.map(({ id, version, active }) => [id, version, active])).toEqual([
      ['a', 1, false],
      ['b', 2, false],
      ['d', 3, true],
    ]);
    expect((await propensityModels.findActive(org, 'account-buys-again'))?.id).toBe('c');
    expect([...(await propensityModels.getFile(org, 'account-churns', 'a'))]).toEqual([1, 2, 3]);
    await expect(propensityModels.getFile(org, 'account-buys-again', 'a')).rejects.toMatchObject({
      code: 'model_not_found',
    });
    expect((await auditLog.list(org, 10)).map(({ subject }) => subject)).toContain('account-churns/d');
  });

  it('activates a model or none, and keeps the active one where there is no such model', async () => {
    const { storage, newOrg } = given();
    const { propensityModels, auditLog } = storage;
    const org = newOrg();
    const by = { at: 9, actor: 'api:key_1' };
    const file = Uint8Array.of(1);
    for (const id of ['a', 'b']) {
      await propensityModels.save(org, churns.id, file, { id, learner: 'forest', trainedAt: 1, report: {} }, false);
    }
    expect(await propensityModels.findActive(org, churns.id)).toBeUndefined();
    expect(await propensityModels.activate(org, churns.id, 'b', by)).toBe(true);
    expect(await propensityModels.activate(org, churns.id, 'c', by)).toBe(false);
    expect(await propensityModels.activate(org, 'account-buys-again', 'a', by)).toBe(false);
    expect((await propensityModels.findActive(org, churns.id))?.id).toBe('b');
    expect(await propensityModels.activate(org, churns.id, null, by)).toBe(true);
    expect(await propensityModels.findActive(org, churns.id)).toBeUndefined();
    expect(await auditLog.list(org, 10)).toMatchObject([
      { act: 'propensity.deactivate', subject: churns.id, actor: 'api:key_1' },
      { act: 'propensity.model.activate', subject: `${churns.id}/b`, actor: 'api:key_1' },
    ]);
  });

  it('finds one subject with its records, of its object only', async () => {
    const { storage, newOrg } = given();
    const { subjectRecords } = storage;
    const org = newOrg();
    await subjectRecords.append(org, 's', [account('001a', 20), account('001b', 20), deal('006a', '001a')], 'c1');
    const found = await subjectRecords.findSubject(org, QUERY, '001a');
    expect(found?.record.id).toBe('001a');
    expect(found?.children.get('Opportunity.AccountId')?.map(({ id }) => id)).toEqual(['006a']);
    expect(await subjectRecords.findSubject(org, QUERY, '006a')).toBeUndefined();
    expect(await subjectRecords.findSubject(newOrg(), QUERY, '001a')).toBeUndefined();
  });

  it('returns subjects with the records that belong to them today, and their past', async () => {
    const { storage, newOrg } = given();
    const { subjectRecords } = storage;
    const org = newOrg();
    const rows = [
      account('001a', 20),
      account('001b', 20),
      deal('006a', '001a'),
      deal('006b', '001a'),
      change('h1', '001a', 50),
    ];
    expect(await subjectRecords.append(org, 'record:Account', rows, 'c1')).toBe(5);
    expect(await subjectRecords.append(org, 'record:Account', rows, 'c2')).toBe(0);
    expect(await subjectRecords.findCursor(org, 'record:Account')).toBe('c2');
    // One deal moves to another account, and an account changes a field without field history.
    const later = [deal('006b', '001b', 200), account('001a', 300, { fields: { Plan__c: 'Premium' } })];
    expect(await subjectRecords.append(org, 'record:Account', later, 'c3')).toBe(2);
    expect(await subjectRecords.countSubjects(org, 'Account')).toBe(2);
    const subjects = await readAll(subjectRecords.readSubjects(org, QUERY, 1));
    expect(subjects.map(({ record }) => record.id)).toEqual(['001a', '001b']);
    expect(subjects.map(({ children }) => children.get('Opportunity.AccountId')!.map(({ id }) => id))).toEqual([
      ['006a'],
      ['006b'],
    ]);
    expect(subjects[0]!.record).toMatchObject({
      createdAt: 10,
      fields: { Plan__c: 'Premium' },
      isDeleted: false,
      endedAt: null,
    });
    expect(subjects[0]!.record.changes).toEqual([
      { field: 'Health__c', at: 50, oldValue: 'Green', newValue: 'Red' },
      { field: 'Plan__c', at: 300, oldValue: 'Basic', newValue: 'Premium' },
    ]);
  });

  it('stores no version that changes nothing, and none that is older than the newest', async () => {
    const { storage, newOrg } = given();
    const { subjectRecords } = storage;
    const org = newOrg();
    const append = (row: RecordVersionRow) => subjectRecords.append(org, 's', [row], 'c');
    expect(await append(account('001a', 20))).toBe(1);
    expect(await append(account('001a', 30))).toBe(0);
    expect(await append(account('001a', 20, { fields: { Plan__c: 'Standard' } }))).toBe(1);
    expect(await append(account('001a', 10, { fields: { Plan__c: 'Premium' } }))).toBe(0);
    const [subject] = await readAll(subjectRecords.readSubjects(org, QUERY, 10));
    expect(subject!.record.fields).toEqual({ Plan__c: 'Standard' });
  });

  it('knows when a record was deleted only if it had been seen before', async () => {
    const { storage, newOrg } = given();
    const { subjectRecords } = storage;
    const org = newOrg();
    const deleted = { deleted: true };
    await subjectRecords.append(org, 's', [account('001a', 20), account('001b', 90, deleted)], 'c');
    await subjectRecords.append(org, 's', [account('001a', 70, deleted)], 'c');
    const subjects = await readAll(subjectRecords.readSubjects(org, QUERY, 10));
    expect(subjects.map(({ record }) => [record.id, record.isDeleted, record.endedAt])).toEqual([
      ['001a', true, 70],
      ['001b', true, null],
    ]);
  });

  it('stores the fields of an object as described last', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const field: LeadField = {
      name: 'Plan__c',
      label: 'Plan',
      type: 'picklist',
      custom: true,
      past: { kind: 'immutable' },
    };
    expect(await storage.subjectRecords.findFields(org, 'Account')).toBeUndefined();
    await storage.subjectRecords.saveFields(org, 'Account', []);
    await storage.subjectRecords.saveFields(org, 'Account', [field]);
    expect(await storage.subjectRecords.findFields(org, 'Account')).toEqual([field]);
  });

  it('logs scores that differ from the latest, and queues what the CRM does not have', async () => {
    const { storage, newOrg } = given();
    const { subjectScores } = storage;
    const org = newOrg();
    const id = 'account-churns';
    const outbox = subjectScores.outboxOf(id);
    const store = (...scores: SubjectScore[]) => subjectScores.store(org, id, scores, true);
    expect(await store(score('001a', 10, 0.2), score('001b', 10, 0.6))).toBe(2);
    expect(await store(score('001a', 20, 0.2), score('001b', 20, 0.7))).toBe(1);
    expect(await outbox.counts(org)).toEqual({ pending: 2, written: 0, failed: 0 });
    const pending = await outbox.pending(org, 10);
    expect(pending.map(({ leadId, probability }) => [leadId, probability])).toEqual([
      ['001a', 0.2],
      ['001b', 0.7],
    ]);
    await outbox.settle(org, [{ update: pending[0]! }, { update: pending[1]!, failure: 'FIELD_INTEGRITY_EXCEPTION' }]);
    expect(await outbox.counts(org)).toEqual({ pending: 0, written: 1, failed: 1 });
    expect(await store(score('001a', 30, 0.2))).toBe(0);
    expect(await outbox.counts(org)).toMatchObject({ pending: 0 });
    expect(await store(score('001a', 40, 0.3))).toBe(1);
    expect((await outbox.pending(org, 10)).map(({ leadId }) => leadId)).toEqual(['001a']);
    // A newer score has replaced the one that was sent.
    await outbox.settle(org, [{ update: pending[0]! }]);
    expect(await outbox.counts(org)).toMatchObject({ pending: 1 });
    expect(
      (await subjectScores.listBest(org, id, 10)).map(({ update }) => [update.leadId, update.probability]),
    ).toEqual([
      ['001b', 0.7],
      ['001a', 0.3],
    ]);
    expect((await subjectScores.listOf(org, id, '001a', 10)).map(({ update }) => update.probability)).toEqual([
      0.3, 0.2,
    ]);
    expect(await subjectScores.counts(org, id)).toEqual({ subjects: 2, scores: 4 });
    expect(await subjectScores.counts(org, 'other')).toEqual({ subjects: 0, scores: 0 });
  });

  it('queues nothing of a propensity that is not written, and removes old scores but the newest', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    for (const at of [10, 20, 30]) await storage.subjectScores.store(org, 'p', [score('001a', at, at / 100)], false);
    expect(await storage.subjectScores.outboxOf('p').counts(org)).toEqual({ pending: 0, written: 0, failed: 0 });
    const removed = await storage.personalData.removeOld(org, { scoresBefore: 1_000 });
    expect(removed.subject_score).toBe(2);
    expect((await storage.subjectScores.listOf(org, 'p', '001a', 10)).map(({ update }) => update.scoredAt)).toEqual([
      30,
    ]);
  });

  it('exports and erases what is stored about a contact that was no lead, and does not store it again', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const contact = account('003a', 20, { object: 'Contact', parents: { AccountId: '001a' }, fields: {} });
    const append = () => storage.subjectRecords.append(org, 's', [contact, account('001a', 20)], 'c');
    expect(await append()).toBe(2);
    await storage.subjectScores.store(org, 'p', [score('003a', 10, 0.5), score('001a', 10, 0.5)], true);
    expect(await storage.personalData.exportLead(org, '003a')).toMatchObject({
      records: [{ id: '003a', parents: { AccountId: '001a' } }],
      propensityScores: [{ propensityId: 'p', update: { leadId: '003a' } }],
    });
    const removed = await storage.personalData.eraseLead(org, '003a', 100, 'cli');
    expect(removed).toMatchObject({ record_version: 1, record_parent: 1, subject_score: 1, subject_outbox: 1 });
    expect(await append()).toBe(0);
    expect(await storage.personalData.exportLead(org, '003a')).toBeUndefined();
    expect(await storage.subjectScores.counts(org, 'p')).toEqual({ subjects: 1, scores: 1 });
  });

  it('forgets which records belonged to an erased person, also in a later sync, and keeps their other lookups', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const parents = { AccountId: '001a', ContactId: '003a' };
    const ofContact = account('500a', 20, { object: 'Case', parents, fields: {} });
    const alone = account('500b', 20, { object: 'Case', parents: {}, fields: {} });
    const later = account('500b', 30, { object: 'Case', parents: { AccountId: null, ContactId: '003a' }, fields: {} });
    const append = () => storage.subjectRecords.append(org, 's', [account('001a', 20), ofContact, later], 'c');
    await storage.subjectRecords.append(org, 's', [alone], 'c');
    await append();
    await storage.personalData.eraseLead(org, '003a', 100, 'cli');
    const stored = async () => {
      const { rows } = await sql<{ text: string }>`
        select v::text as text from record_version v where org_id = ${org}
        union all select p::text from record_parent p where org_id = ${org}`.execute(storage.db.withoutPlugins());
      return rows.map(({ text }) => text).join('\n');
    };
    expect(await stored()).not.toContain('003a');
    expect(await append()).toBe(0);
    expect(await stored()).not.toContain('003a');
    const query = { object: 'Account', relations: [{ object: 'Case', parentField: 'AccountId' }] };
    const [subject] = await readAll(storage.subjectRecords.readSubjects(org, query, 10));
    expect(subject!.children.get('Case.AccountId')!.map(({ id }) => id)).toEqual(['500a']);
  });
});
