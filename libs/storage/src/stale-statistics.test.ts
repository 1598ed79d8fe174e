import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrate } from './database/migrate.ts';
import { createRepositories, type Repositories } from './repositories.ts';
import { createMeasuredDatabase, type MeasuredDatabase } from './testing/measured-database.ts';
import { openOwnDatabase } from './testing/own-storage.ts';
import {
  activityRecord,
  contactRecord,
  fieldChangeRecord,
  leadRecord,
  membershipRecord,
  opportunityRecord,
  scoreEntry,
  scoreUpdate,
  userRecord,
} from './testing/records.ts';

const NOW = 1_000_000;
/** Too few for `TableStatistics` to renew the statistics, and enough to make quadratic work obvious. */
const LEADS = 900;
/** A linear statement processes each lead in a few steps of its plan. Quadratic is 900. */
const MAX_ROWS_PER_LEAD = 100;

const databaseUrl = inject('databaseUrl');

describe.skipIf(databaseUrl === '')('statements on statistics from before the org existed', () => {
  let measured: MeasuredDatabase;
  let repositories: Repositories;
  let removeDatabase: () => Promise<void>;

  beforeAll(async () => {
    const own = await openOwnDatabase(databaseUrl);
    removeDatabase = own.remove;
    measured = createMeasuredDatabase(own.databaseUrl);
    await migrate(measured.db);
    const plain = measured.db.withoutPlugins();
    const { rows: tables } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(plain);
    for (const { name } of tables) {
      await sql`alter table ${sql.table(name)} set (autovacuum_enabled = false)`.execute(plain);
    }
    repositories = createRepositories(measured.db, { now: () => NOW });
    await useEverything(repositories, '00Dfirst', 10);
    await sql`analyze`.execute(plain);
    measured.statements.length = 0;
  });
  afterAll(async () => {
    await measured.db.destroy();
    await removeDatabase();
  });

  it('process a number of rows that grows with the batch, not with its square', async () => {
    await useEverything(repositories, '00Dsecond', LEADS);
    const worst = measured.statements.toSorted((a, b) => b.rows - a.rows).slice(0, 3);
    for (const { rows, text } of worst) expect(rows / LEADS, text).toBeLessThan(MAX_ROWS_PER_LEAD);
  });
});

/** Calls everything that handles batches of leads, with `count` leads of one org. */
async function useEverything(storage: Repositories, org: string, count: number): Promise<void> {
  const id = (prefix: string, n: number) => `${prefix}${org}${n}`;
  const range = Array.from({ length: count }, (_, n) => n);
  const leadIds = range.map((n) => id('00Q', n));
  const { leadHistories, outbox, reconciliation, unscoredLeads, writtenScores } = storage;
  const append = (records: Parameters<typeof leadHistories.append>[2]) => leadHistories.append(org, 'Lead', records);
  const updates = leadIds.map((leadId) => scoreUpdate({ leadId, scoredAt: 500_000 }));
  const storedScores = (score: number, scoredAt: number) =>
    updates.map(({ leadId, band, modelLabel, inputHash }) => ({
      leadId,
      score,
      band,
      modelLabel,
      scoredAt,
      qualified: false,
      percent: 12,
      inputHash,
    }));

  await storage.orgs.markSynced(org, 1);
  await append(leadIds.map((leadId) => leadRecord({ id: leadId, fields: { Status: 'Open' } })));
  await append(leadIds.map((leadId) => leadRecord({ id: leadId, fields: { Status: 'Working' } })));
  await append(leadIds.map((leadId) => leadRecord({ id: leadId, changedAt: 500, fields: { Status: 'New' } })));
  await append(range.map((n) => activityRecord({ id: id('00T', n), partyId: leadIds[n]! })));
  await append(range.map((n) => fieldChangeRecord({ id: id('017', n), leadId: leadIds[n]! })));
  await append(range.map((n) => membershipRecord({ id: id('00v', n), leadId: leadIds[n]! })));
  await append(range.map((n) => opportunityRecord({ id: id('006', n) })));
  for (const name of ['Amelia', 'Zoe']) await append(range.map((n) => userRecord({ id: id('005', n), name })));

  const marks = await unscoredLeads.list(org, count);
  const entries = leadIds.map((subjectId) => scoreEntry({ subjectId }));
  await outbox.enqueue(org, entries, updates, marks);
  await unscoredLeads.forgetUpTo(org, await unscoredLeads.latest(org));
  await outbox.urgent(org, count, []);
  await outbox.pending(org, count);
  await outbox.settle(
    org,
    updates.map((update) => ({ update })),
  );
  await writtenScores.hasOutdatedScores(org, updates[0]!.modelLabel);
  await writtenScores.compare(org, storedScores(60, 600_000), await writtenScores.position(org), NOW);
  await writtenScores.compare(org, storedScores(1, 1_000), await writtenScores.position(org), NOW);
  await writtenScores.hasOutdatedScores(org, updates[0]!.modelLabel);

  await append(
    range.map((n) =>
      leadRecord({
        id: leadIds[n]!,
        changedAt: 2_000,
        convertedAt: 2_000,
        contactId: id('003', n),
        opportunityId: id('006', n),
      }),
    ),
  );
  await append(range.map((n) => contactRecord({ id: id('003', n), masterId: id('003M', n) })));
  await append(range.map((n) => activityRecord({ id: id('00T', n), partyId: id('003', n), changedAt: 2_000 })));
  await outbox.pending(org, count);
  await leadHistories.findHistories(org, leadIds);
  for await (const chunk of leadHistories.readHistories(org, 'all', count)) expect(chunk).toHaveLength(count);
  for (const dayOf of ['creation', 'change'] as const) {
    await reconciliation.countsByDay(org, { kind: 'lead', dayOf }, 0, NOW);
    await reconciliation.idsBetween(org, { kind: 'user', dayOf }, 0, NOW);
  }
  await reconciliation.markDeleted(org, 'lead', leadIds, 9_000);
  await reconciliation.markDeleted(
    org,
    'activity',
    range.map((n) => id('00T', n)),
    9_000,
  );
  await append(leadIds.map((leadId) => leadRecord({ id: leadId, changedAt: 2_000 })));
  await outbox.enqueue(org, entries, []);
  await storage.personalData.removeOld(org, { scoresBefore: NOW, feedbackBefore: NOW, deletedLeadsBefore: 8_000 });
  await storage.personalData.eraseLead(org, leadIds[0]!, NOW, 'test');
  await storage.workerStates.find(org);
}
