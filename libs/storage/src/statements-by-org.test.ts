import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrate } from './database/migrate.ts';
import { QUEUE_SCHEMA } from './job-queue/queue-schema.ts';
import { createRepositories } from './repositories.ts';
import { createMeasuredDatabase, type MeasuredDatabase, type MeasuredStatement } from './testing/measured-database.ts';
import { openOwnDatabase } from './testing/own-storage.ts';
import { findUnboundScans } from './testing/unbound-scans.ts';
import { NOW, useEverything } from './testing/use-everything.ts';
import { useRecords } from './testing/use-records.ts';

const databaseUrl = inject('databaseUrl');
const ORG = '00Dbyorg';

/** The org of a credential is what this table is asked for. Jobs of pg-boss are not distributed. */
const isShared = (table: string, schema: string) => table === 'credential_org' || schema === QUEUE_SCHEMA;

describe.skipIf(databaseUrl === '')('statements that name an org', () => {
  let measured: MeasuredDatabase;
  let removeDatabase: () => Promise<void>;

  beforeAll(async () => {
    const own = await openOwnDatabase(databaseUrl);
    removeDatabase = own.remove;
    measured = createMeasuredDatabase(own.databaseUrl);
    await migrate(measured.db);
    measured.statements.length = 0;
  });
  afterAll(async () => {
    await measured.db.destroy();
    await removeDatabase();
  });

  const unbound = ({ text, plan }: MeasuredStatement) =>
    findUnboundScans(plan, isShared).map((table) => `${table} in: ${text}`);

  it('tie every table that they read or join to the org', async () => {
    const repositories = createRepositories(measured.db, { now: () => NOW });
    await useEverything(repositories, ORG, 10);
    await useRecords(repositories, ORG);
    const tables = new Set(measured.statements.flatMap(({ plan }) => tablesIn(plan)));
    expect(tables.size).toBeGreaterThan(35);
    expect(measured.statements.flatMap(unbound)).toEqual([]);
  });

  it.each([
    [
      'a join by another column',
      `select from lead l join outbox o on o.subject_id = l.lead_id where l.org_id = 'x'`,
      'outbox',
    ],
    [
      'a subquery by another column',
      `select from lead l where org_id = 'x' and not exists (select from outbox o where o.subject_id = l.lead_id)`,
      'outbox',
    ],
    ['no condition', 'select count(*) from feedback', 'feedback'],
  ])('would be reported: a table read by %s', async (_what, text, table) => {
    measured.statements.length = 0;
    await sql.raw(text).execute(measured.db.withoutPlugins());
    expect(measured.statements.flatMap(({ plan }) => findUnboundScans(plan, isShared))).toEqual([table]);
  });
});

const tablesIn = (node: MeasuredStatement['plan']): readonly string[] => [
  ...(typeof node['Relation Name'] === 'string' ? [node['Relation Name']] : []),
  ...(node.Plans ?? []).flatMap(tablesIn),
];
