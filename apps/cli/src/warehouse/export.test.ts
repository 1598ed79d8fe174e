import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@leadlight/common';
import { trainForest, writeModel, type Json } from '@leadlight/forest';
import { openStorage, type Storage } from '@leadlight/storage';
import {
  exportWarehouse,
  modelIdOf,
  noProgress,
  warehouseTables,
  type LeadRecord,
  type ScoreLogEntry,
} from '@leadlight/workflows';
import { twoFieldSchema } from '@leadlight/workflows/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPython, skipParquetReaders } from '../testing/parquet-readers.ts';
import { parquetWarehouse } from './parquet-folder.ts';
import { readParquetFile } from './parquet-file.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
const tableNamed = (name: string) => warehouseTables.find((table) => table.name === name)!;
const REFERRAL: LeadRecord['fields'] = { LeadSource: 'Referral', NumberOfEmployees: 300 };
const root = mkdtempSync(join(tmpdir(), 'leadlight-export-'));
let storage: Storage;
let orgs = 0;

beforeAll(async () => void (storage = await openStorage({ folder: root })));
afterAll(async () => {
  await storage.close();
  rmSync(root, { recursive: true, force: true });
});

const scored = (subjectId: string, daysAgo: number, more: Partial<ScoreLogEntry> = {}): ScoreLogEntry => ({
  subjectId,
  modelId: '9f2c41d07be35a68',
  modelVersion: 1,
  requestedBy: 'batch',
  score: 50,
  band: 'C',
  probability: 0.1 + 0.2,
  scoredAt: NOW - daysAgo * DAY_MS,
  inputHash: 'f00',
  row: [1.5, null, 'Zoë'],
  response: {},
  ...more,
});

/** An org of its own with scores on three days, and its export. */
async function exportedOrg() {
  const orgId = `00D${String((orgs += 1)).padStart(15, '0')}`;
  const folder = join(root, `warehouse-${orgId}`);
  const leads = ['00QA', '00QB'].map((id) => ({
    ...{ kind: 'lead' as const, id, changedAt: NOW - 40 * DAY_MS, deleted: false, createdAt: NOW - 40 * DAY_MS },
    ...{ convertedAt: id === '00QA' ? NOW - 20 * DAY_MS : null, contactId: null, opportunityId: null },
    fields: id === '00QA' ? REFERRAL : {},
  }));
  await storage.leadHistories.append(orgId, 'Lead', leads, 'done');
  await storage.scoreLog.append(orgId, [scored('00QA', 20), scored('00QB', 20), scored('00QA', 9), scored('00QB', 0)]);
  const run = (keepDays?: number) =>
    exportWarehouse(
      { ...storage, warehouse: parquetWarehouse(folder), clock: { now: () => NOW } },
      orgId,
      { keepDays },
      noProgress,
    );
  const fileOf = (table: string, day: string) => join(folder, table, `org=${orgId}`, `day=${day}`, 'part-0.parquet');
  const leadsOn = async (day: string) =>
    (await readParquetFile(fileOf('scores', day), tableNamed('scores'))).map((row) => row[1]);
  const daysOf = (table: string) => readdirSync(join(folder, table, `org=${orgId}`)).sort();
  return { orgId, folder, run, fileOf, leadsOn, daysOf };
}

/** A model of two fields that predicts a conversion within 30 days, active in the org. */
async function activateModel(orgId: string): Promise<void> {
  const rows = 200;
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const facts = { schema: twoFieldSchema as unknown as Json, threshold: 0.5, horizonDays: 30, goal: 'converted' };
  const examples = {
    rows,
    columns: [
      { kind: 'categorical' as const, name: 'lead_source', codes, categories: ['Referral', 'Web'] },
      { kind: 'numeric' as const, name: 'employees', values: Float64Array.from({ length: rows }, (_, row) => row) },
    ],
    labels: Uint8Array.from({ length: rows }, (_, row) => Number(row % 7 < 3)),
  };
  const file = writeModel(trainForest(examples, { seed: 1, trees: 5 }, { facts }).model);
  const report = { holdout: { auc: 0.81, calibration: { slope: 1.02 }, lift: Number.NaN } };
  const entry = { id: modelIdOf(file), learner: 'forest', trainedAt: NOW - 3 * DAY_MS, report };
  await storage.models.save(orgId, file, entry, true);
}

describe('exportWarehouse', () => {
  it('writes snapshots with label and features as they were known then, and what the model measured', async () => {
    const { orgId, run, fileOf } = await exportedOrg();
    await activateModel(orgId);
    expect((await run()).isWithoutModel).toBe(false);
    const { columns } = tableNamed('snapshots');
    const features = (['feature_lead_source', 'feature_employees'] as const).map((name, i) => {
      return { name, type: i === 0 ? ('text' as const) : ('number' as const), description: '' };
    });
    const table = { name: 'snapshots', columns: [...columns, ...features] };
    expect(await readParquetFile(fileOf('snapshots', '2026-10-21'), table)).toEqual([
      ['00QA', NOW - 40 * DAY_MS, 1, 30, false, 'Referral', 300],
      ['00QB', NOW - 40 * DAY_MS, 0, 30, false, null, null],
    ]);
    const measures = await readParquetFile(fileOf('model_measures', '2026-11-27'), tableNamed('model_measures'));
    expect(measures.map((row) => row.slice(5))).toEqual([
      ['auc', 0.81],
      ['calibration.slope', 1.02],
    ]);
    const outcomes = await readParquetFile(fileOf('outcomes', '2026-10-21'), tableNamed('outcomes'));
    expect(outcomes.map((row) => [row[0], row[4]])).toEqual([
      ['00QA', NOW - 20 * DAY_MS],
      ['00QB', null],
    ]);
  });

  it('writes a file for each table and day, and nothing a second time', async () => {
    const { run, daysOf, leadsOn } = await exportedOrg();
    const first = await run();
    expect(first).toMatchObject({ isWithoutModel: true, erasedRows: 0 });
    expect(daysOf('scores')).toEqual(['day=2026-11-10', 'day=2026-11-21', 'day=2026-11-30']);
    expect(await leadsOn('2026-11-10')).toEqual(['00QA', '00QB']);
    const again = await run();
    expect(again.tables.map(({ daysChanged, daysRemoved }) => daysChanged + daysRemoved)).toEqual([0, 0, 0, 0, 0]);
  });

  it('does not write a file again that somebody has moved elsewhere', async () => {
    const { run, fileOf } = await exportedOrg();
    await run();
    rmSync(fileOf('scores', '2026-11-10'));
    await run();
    expect(existsSync(fileOf('scores', '2026-11-10'))).toBe(false);
  });

  it('adds what was logged since to a day, and keeps days that the score log has forgotten', async () => {
    const { orgId, run, leadsOn } = await exportedOrg();
    await run();
    await storage.scoreLog.append(orgId, [scored('00QC', 9)]);
    await storage.personalData.removeOld(orgId, { scoresBefore: NOW - 15 * DAY_MS });
    await run();
    expect(await leadsOn('2026-11-21')).toEqual(['00QA', '00QC']);
    expect(await leadsOn('2026-11-10')).toEqual(['00QA', '00QB']);
  });

  it('removes erased leads from every day, also from one that the score log has forgotten, and names them by hash', async () => {
    const { orgId, folder, run, leadsOn, daysOf } = await exportedOrg();
    await run();
    await storage.personalData.removeOld(orgId, { scoresBefore: NOW - 15 * DAY_MS });
    await storage.personalData.eraseLead(orgId, '00QA', NOW, 'cli');
    // As if an earlier export had been killed before it wrote its manifest.
    rmSync(join(folder, 'manifest'), { recursive: true });
    expect(await run()).toMatchObject({ erasedRows: 2 });
    expect(await leadsOn('2026-11-10')).toEqual(['00QB']);
    expect(daysOf('scores')).toEqual(['day=2026-11-10', 'day=2026-11-30']);
    expect(daysOf('erased_leads')).toEqual(['day=2026-11-30']);
    expect(await run()).toMatchObject({ erasedRows: 0 });
  });

  it('removes days that are older than the days to keep, and does not write them again', async () => {
    const { run, daysOf } = await exportedOrg();
    await run();
    await run(10);
    expect(daysOf('scores')).toEqual(['day=2026-11-21', 'day=2026-11-30']);
    expect((await run(10)).tables.every(({ daysChanged }) => daysChanged === 0)).toBe(true);
  });

  it('removes what a killed export had begun to write', async () => {
    const { run, fileOf } = await exportedOrg();
    await run();
    const draft = `${fileOf('scores', '2026-11-10')}.draft`;
    writeFileSync(draft, 'rows of leads');
    await run();
    expect(existsSync(draft)).toBe(false);
  });

  it('refuses a folder that a newer version wrote', async () => {
    const { orgId, folder, run } = await exportedOrg();
    await run();
    writeFileSync(join(folder, 'manifest', `${orgId}.json`), JSON.stringify({ schemaVersion: 2, tables: {} }));
    await expect(run()).rejects.toMatchObject({ code: 'export_folder_newer' });
  });

  it.skipIf(skipParquetReaders)('is read by DuckDB and by pyarrow with the documented types', async () => {
    const { folder, run } = await exportedOrg();
    await run();
    const code = `
import duckdb, json, sys, pyarrow.dataset as ds
folder = sys.argv[1]
rows = duckdb.sql(f"select lead_id, day::varchar, epoch_ms(scored_at), probability, row_values from read_parquet('{folder}/scores/**/*.parquet', hive_partitioning=true) order by entry_id").fetchall()
table = ds.dataset(folder + '/scores', partitioning='hive').to_table()
print(json.dumps({'rows': rows, 'types': {f.name: str(f.type) for f in table.schema}, 'count': table.num_rows}))`;
    const read = runPython<{ rows: unknown[][]; types: Record<string, string>; count: number }>(code, folder);
    expect(read.rows[0]).toEqual(['00QA', '2026-11-10', NOW - 20 * DAY_MS, 0.1 + 0.2, '[1.5,null,"Zoë"]']);
    expect(read.count).toBe(4);
    expect(read.types).toMatchObject({
      entry_id: 'int64',
      lead_id: 'string',
      scored_at: 'timestamp[ms, tz=UTC]',
      score: 'int32',
      probability: 'double',
    });
  });

  it('has every table and column in its documentation', () => {
    const page = readFileSync(new URL('../../../../docs/operating/warehouse.md', import.meta.url), 'utf8');
    for (const { name, columns } of warehouseTables) {
      const section = page.split(`\n## \`${name}\`\n`)[1]?.split('\n## ')[0] ?? '';
      const rows = section.matchAll(/^\| `(\w+)`\s+\| (\w+)\s+\| (.*?)\s*\|$/gm);
      expect([...rows].map(([, column, type, description]) => [column, type, description])).toEqual(
        columns.map((column) => [column.name, column.type, column.description]),
      );
    }
  });
});
