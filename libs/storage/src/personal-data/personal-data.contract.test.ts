import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Database } from '../database/tables.ts';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import {
  activityRecord,
  contactRecord,
  fieldChangeRecord,
  leadRecord,
  membershipRecord,
  opportunityRecord,
  scoreEntry,
  scoreUpdate,
  shadowScore,
} from '../testing/records.ts';
import { LEAD_TABLES } from './erase-lead.ts';

describeOnEveryDatabase('personal data', (given) => {
  it('exports everything stored about a lead, and nothing about another', async () => {
    const { storage, org } = await withLead(given());
    const found = await storage.personalData.exportLead(org, 'PLANTED');
    expect(found).toMatchObject({
      history: {
        leadId: 'PLANTED',
        activities: [{ id: 'T2' }],
        campaigns: [{ id: 'M1' }],
        changes: [{ field: 'Status' }],
        opportunity: { wonAt: 1_950 },
      },
      versions: [
        { changedAt: 1_000, fields: { Email: 'planted@example.com' } },
        { changedAt: 2_000, contactId: 'C-PLANTED' },
      ],
      scores: [{ subjectId: 'PLANTED' }, { subjectId: 'PLANTED' }],
      experiments: [{ experimentId: 'exp_1', leadId: 'PLANTED', arm: 'hidden' }],
      shadowScores: [{ modelId: 'm2', besideModelId: 'a1b2', scoredAt: 5_000 }],
      feedback: [{ comment: 'planted comment' }],
      audiences: [{ audienceId: 'aud_1', state: 'added', since: 4_000 }],
      alerts: [{ rule: 'band', facts: { score: 93 }, createdAt: 4_000 }],
      records: [
        { kind: 'version', object: 'Contact', id: 'C-PLANTED', parents: { AccountId: '001other' } },
        { kind: 'change', recordId: 'C-PLANTED', newValue: 'planted level' },
      ],
      propensityScores: [{ propensityId: 'p', update: { leadId: 'C-PLANTED', reasons: 'planted reasons' } }],
      update: { leadId: 'PLANTED' },
    });
    expect(JSON.stringify(found)).not.toContain('00Qother');
    expect(await storage.personalData.exportLead(org, 'unknown')).toBeUndefined();
    expect(await storage.personalData.exportLead(given().newOrg(), 'PLANTED')).toBeUndefined();
  });

  it('erases a lead from every table, and no other lead', async () => {
    const { storage, org } = await withLead(given());
    const removed = await storage.personalData.eraseLead(org, 'PLANTED', 9_000, 'cli');
    expect(removed).toEqual({
      lead: 1,
      lead_version: 2,
      field_change: 1,
      campaign_membership_version: 1,
      activity_version: 2,
      score_log: 2,
      shadow_score: 1,
      outbox: 1,
      feedback: 1,
      ...{ alert_state: 1, alert: 1, alert_delivery: 1 },
      audience_member: 1,
      experiment_lead: 1,
      unscored_lead: 2,
      opportunity_version: 1,
      contact_version: 1,
      stored_response: 1,
      ...{ record_version: 1, record_change: 1, record_parent: 1, subject_score: 1, subject_outbox: 1 },
    });
    for (const { table, text } of await everyRow(storage.db)) {
      expect(`${table} ${text}`).not.toMatch(new RegExp(`${org}.*(planted)`, 'i'));
    }
    expect(await storage.personalData.exportLead(org, 'PLANTED')).toBeUndefined();
    expect(await storage.personalData.exportLead(org, '00Qother')).toMatchObject({
      history: { activities: [{ id: 'T9' }] },
      scores: [{}],
      feedback: [{}],
    });
    expect(await storage.auditLog.list(org, 1)).toMatchObject([{ at: 9_000, actor: 'cli', act: 'lead.erase' }]);
  });

  it('does not store an erased lead or its contact’s activities again in a later sync', async () => {
    const { storage, org } = await withLead(given());
    await storage.personalData.eraseLead(org, 'PLANTED', 9_000, 'cli');
    const page = [
      leadRecord({ id: 'PLANTED', changedAt: 9_500 }),
      activityRecord({ id: 'T7', partyId: 'C-PLANTED', changedAt: 9_500 }),
      fieldChangeRecord({ id: 'H7', leadId: 'PLANTED' }),
      membershipRecord({ id: 'M7', leadId: 'PLANTED' }),
      opportunityRecord({ id: 'O-PLANTED', changedAt: 9_500 }),
      contactRecord({ id: 'C-PLANTED', masterId: 'C9', changedAt: 9_500 }),
      activityRecord({ id: 'T8', partyId: 'M-PLANTED', changedAt: 9_500 }),
      leadRecord({ id: '00Qnew' }),
    ];
    expect(await storage.leadHistories.append(org, 'Lead', page, 'later')).toBe(1);
    expect(await storage.personalData.exportLead(org, 'PLANTED')).toBeUndefined();
  });

  it('erases from every table with a lead_id or subject_id', async () => {
    const { storage } = given();
    const { rows } = await sql<{ table: string; column: string }>`
      select table_name as table, column_name as column from information_schema.columns
      where table_schema = current_schema() and column_name in ('lead_id', 'subject_id')`.execute(
      storage.db.withoutPlugins(),
    );
    expect(Object.fromEntries(rows.map(({ table, column }) => [table, column]))).toEqual(LEAD_TABLES);
  });

  it('removes what is older than its limit, except the newest score of each lead', async () => {
    const { storage, org } = await withLead(given());
    await storage.idempotency.store(org, 'new', { requestHash: 'h', status: 200, body: '{}', storedAt: 8_000 }, []);
    const removed = await storage.personalData.removeOld(org, {
      scoresBefore: 7_000,
      feedbackBefore: 4_000,
      auditBefore: 7_000,
      responsesBefore: 7_000,
    });
    expect(removed).toEqual({
      ...{ score_log: 1, shadow_score: 2, subject_score: 0 },
      ...{ feedback: 1, audit_log: 1, stored_response: 1 },
    });
    expect(await storage.scoreLog.findBySubject(org, 'PLANTED', 10)).toMatchObject([{ scoredAt: 5_500 }]);
    expect(await storage.scoreLog.findBySubject(org, '00Qother', 10)).toHaveLength(1);
    expect(await storage.idempotency.find(org, 'new')).toBeDefined();
    expect(await storage.personalData.removeOld(org, { scoresBefore: 7_000 })).toEqual({
      score_log: 0,
      shadow_score: 0,
      subject_score: 0,
    });
  });

  it('erases leads that the CRM deleted before the limit', async () => {
    const { storage, org } = await withLead(given());
    await storage.leadHistories.append(
      org,
      'Lead',
      [
        leadRecord({ id: 'PLANTED', changedAt: 3_000, deleted: true }),
        leadRecord({ id: '00Qother', changedAt: 6_000, deleted: true }),
      ],
      'deleted',
    );
    const removed = await storage.personalData.removeOld(org, { deletedLeadsBefore: 5_000 });
    expect(removed).toMatchObject({ lead: 1, lead_version: 3, score_log: 2 });
    expect(await storage.personalData.exportLead(org, 'PLANTED')).toBeUndefined();
    expect(await storage.personalData.exportLead(org, '00Qother')).toBeDefined();
  });
});

/** Two leads; one of them has rows in every table. */
async function withLead({ storage, newOrg }: StorageUnderTest) {
  const org = newOrg();
  const records = [
    leadRecord({ id: 'PLANTED', fields: { Email: 'planted@example.com' } }),
    leadRecord({
      id: 'PLANTED',
      changedAt: 2_000,
      convertedAt: 1_900,
      contactId: 'C-PLANTED',
      opportunityId: 'O-PLANTED',
    }),
    opportunityRecord({ id: 'O-PLANTED', wonAt: 1_950 }),
    contactRecord({ id: 'C-PLANTED', masterId: 'M-PLANTED' }),
    activityRecord({ id: 'T2', partyId: 'PLANTED', changedAt: 1_000 }),
    activityRecord({ id: 'T2', partyId: 'C-PLANTED', changedAt: 2_000 }),
    fieldChangeRecord({ id: 'H1', leadId: 'PLANTED', newValue: 'planted value' }),
    membershipRecord({ id: 'M1', leadId: 'PLANTED' }),
    leadRecord({ id: '00Qother' }),
    activityRecord({ id: 'T9', partyId: '00Qother' }),
  ];
  await storage.orgs.markSynced(org, 1);
  await storage.leadHistories.append(org, 'Lead', records, 'cursor');
  const scores = [
    scoreEntry({ subjectId: 'PLANTED', scoredAt: 5_000, response: { leadId: 'PLANTED' } }),
    scoreEntry({ subjectId: '00Qother', scoredAt: 5_000 }),
  ];
  const updates = [scoreUpdate({ leadId: 'PLANTED', reasons: 'planted reasons' }), scoreUpdate({ leadId: '00Qother' })];
  const shadow = ['PLANTED', '00Qother'].map((subjectId) => shadowScore({ subjectId }));
  const enrolled = { arm: 'hidden', band: 'B', repId: null, fortnight: 0, enrolledAt: 5_000 } as const;
  await storage.experiments.enrol(
    org,
    'exp_1',
    ['PLANTED', '00Qother'].map((leadId) => ({ leadId, ...enrolled })),
  );
  await storage.outbox.enqueue(org, scores, updates, [], shadow);
  const answer = { requestHash: 'h', status: 200, body: '{"leadId":"PLANTED"}', storedAt: 5_500 };
  await storage.idempotency.store(org, 'old', answer, [scoreEntry({ subjectId: 'PLANTED', scoredAt: 5_500 })]);
  const said = { verdict: 'agree', feature: null, inputHash: null } as const;
  const feedback = { modelId: 'm1', ...said, givenBy: 'api:key_1' };
  await storage.feedback.append(org, {
    ...feedback,
    id: 'f1',
    subjectId: 'PLANTED',
    comment: 'planted comment',
    givenAt: 3_000,
  });
  await storage.feedback.append(org, { ...feedback, id: 'f2', subjectId: '00Qother', comment: null, givenAt: 5_000 });
  await storage.audiences.saveMembers(org, 'aud_1', [
    { leadId: 'PLANTED', state: 'added', campaignMemberId: '00vPLANTED', since: 4_000 },
    { leadId: '00Qother', state: 'added', campaignMemberId: '00vother', since: 4_000 },
  ]);
  const seen = {
    score: 93,
    band: 'A',
    modelLabel: 'v1',
    bandSince: 4_000,
    referenceScore: 93,
    referenceAt: 4_000,
    seenAt: 4_000,
  };
  const alert = { rule: 'band', cause: 'A 4000', facts: { score: 93 }, createdAt: 4_000 } as const;
  await storage.alerts.raise(
    org,
    ['PLANTED', '00Qother'].map((leadId) => ({ leadId, ...seen })),
    ['PLANTED', '00Qother'].map((subjectId) => ({
      alert: { id: `alr_${subjectId}`, subjectId, ...alert },
      routes: ['task'],
    })),
  );
  const ofContact = { object: 'Contact', changedAt: 2_000 };
  const record = { kind: 'version', createdAt: 1_900, deleted: false, fields: {}, ...ofContact } as const;
  const change = { kind: 'change', field: 'Level__c', oldValue: null, ...ofContact } as const;
  const rows = [
    { ...record, id: 'C-PLANTED', parents: { AccountId: '001other' } },
    { ...record, id: '003other', parents: { AccountId: '00Qother' } },
    { ...change, id: 'H2', recordId: 'C-PLANTED', newValue: 'planted level' },
  ];
  await storage.subjectRecords.append(org, 'record:Contact', rows, 'cursor');
  const subjectScores = [
    scoreUpdate({ leadId: 'C-PLANTED', reasons: 'planted reasons' }),
    scoreUpdate({ leadId: '00Qother' }),
  ];
  await storage.subjectScores.store(
    org,
    'p',
    subjectScores.map((update) => ({ update, modelId: 'm1' })),
    true,
  );
  await storage.auditLog.append(org, { at: 5_000, actor: 'cli', act: 'key.create', subject: 'key_1' });
  return { storage, org };
}

/** Every row of every table, as text. */
async function everyRow(guarded: Database): Promise<{ table: string; text: string }[]> {
  const db = guarded.withoutPlugins();
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(db);
  const found: { table: string; text: string }[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t`.execute(db);
    found.push(...rows.map(({ text }) => ({ table: name, text })));
  }
  return found;
}
