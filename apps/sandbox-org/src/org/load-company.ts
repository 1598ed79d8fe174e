import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  type CompanyRecord,
  type CompanySettings,
  type FieldValue,
  keyPrefix,
  recordId,
  simulateCases,
  simulateCompany,
  simulateCustomers,
  simulateDeals,
} from '../company/index.ts';
import { opportunityStages } from '../company/stages.ts';
import type { Field } from './schema/field.ts';
import type { Schema } from './schema/schema.ts';
import { getStoredFields, insertSql, keyColumn } from './tables.ts';

type Insert = (record: CompanyRecord) => void;

/** Returns a prepared insert for each object; absent fields get their default. */
export function createInserts(db: DatabaseSync, schema: Schema): (object: string) => Insert {
  const prepared = new Map<string, Insert>();
  return (name) => {
    const existing = prepared.get(name);
    if (existing) return existing;
    const object = schema.getObject(name);
    const insert = createInsert(db.prepare(insertSql(object)), getStoredFields(object));
    prepared.set(name, insert);
    return insert;
  };
}

const createInsert =
  (statement: StatementSync, fields: readonly Field[]): Insert =>
  (record) => {
    statement.run(
      ...fields.map(({ name, type, defaultValue }) => {
        const value = record[name] ?? (type === 'boolean' ? (defaultValue ?? false) : null);
        if (typeof value === 'boolean') return Number(value);
        return type === 'datetime' && typeof value === 'string' ? truncateToSeconds(value) : value;
      }),
    );
  };

/** `toRecordTime` of an ISO time. As text, because parsing a million times takes seconds. */
const truncateToSeconds = (iso: string): string => `${iso.slice(0, 19)}.000Z`;

/** Fills the org's tables with the simulated company, and a database of its own with the truth. */
export function loadCompany(
  db: DatabaseSync,
  truthDb: DatabaseSync,
  schema: Schema,
  settings: CompanySettings,
  onProgress: (leads: number) => void,
): void {
  const insert = createInserts(db, schema);
  const company = simulateCompany(settings);
  const insertTruth = createTruthTable(truthDb);
  const stageRows = createStageRows();
  for (const user of company.users) insert('User')(user);
  for (const campaign of company.campaigns) insert('Campaign')(campaign);
  let leads = 0;
  for (const { records, truth } of company.leads()) {
    insert('Lead')(records.lead);
    for (const [object, children] of Object.entries(records.related)) {
      const add = insert(object);
      for (const child of children) add(child);
    }
    for (const opportunity of records.related.Opportunity) stageRows(opportunity).forEach(insert('OpportunityHistory'));
    insertTruth.run(truth.leadId, truth.trueProbability, truth.probabilityFromProfile, truth.fit);
    leads += 1;
    if (leads % 1_000 === 0) onProgress(leads);
  }
  for (const { records } of simulateCustomers(settings)) {
    for (const [object, rows] of Object.entries(records)) rows.forEach(insert(object));
    for (const opportunity of records.Opportunity) stageRows(opportunity).forEach(insert('OpportunityHistory'));
  }
  for (const stories of [simulateDeals(settings), simulateCases(settings)]) {
    for (const { records } of stories) {
      for (const [object, rows] of Object.entries(records)) rows.forEach(insert(object));
    }
  }
}

/** Returns a function that makes the stage rows of an opportunity that was closed in one step, or not yet. */
function createStageRows(): (opportunity: CompanyRecord) => readonly CompanyRecord[] {
  let serial = 0;
  return (opportunity) => {
    const { Id, StageName, Amount, CloseDate, Probability, OwnerId, CreatedDate, LastStageChangeDate } = opportunity;
    const [first] = opportunityStages;
    const row = (at: FieldValue, values: CompanyRecord): CompanyRecord => ({
      Id: recordId(keyPrefix.OpportunityHistory, ++serial),
      OpportunityId: Id ?? null,
      CreatedById: OwnerId ?? null,
      CreatedDate: at,
      SystemModstamp: at,
      Amount: Amount ?? null,
      CloseDate: CloseDate ?? null,
      ...values,
    });
    const last = { StageName: StageName ?? null, Probability: Probability ?? null };
    if (LastStageChangeDate === null || LastStageChangeDate === undefined) return [row(CreatedDate ?? null, last)];
    return [
      row(CreatedDate ?? null, { StageName: first.value, Probability: first.probability }),
      row(LastStageChangeDate, last),
    ];
  };
}

function createTruthTable(db: DatabaseSync): StatementSync {
  db.exec(
    'CREATE TABLE lead_truth (lead_id TEXT PRIMARY KEY, probability REAL, probability_from_profile REAL, fit REAL) WITHOUT ROWID',
  );
  return db.prepare('INSERT INTO lead_truth VALUES (?, ?, ?, ?)');
}

/** Rewrites EntityDefinition and FieldDefinition. */
export function writeSchemaTables(db: DatabaseSync, schema: Schema): void {
  const insert = createInserts(db, schema);
  db.exec('DELETE FROM "FieldDefinition"; DELETE FROM "EntityDefinition"');
  for (const object of schema.objects) {
    if (keyColumn(object) !== 'Id') continue;
    insert('EntityDefinition')({
      DurableId: object.name,
      QualifiedApiName: object.name,
      DeveloperName: object.name.replace(/__c$/, ''),
      Label: object.label,
      KeyPrefix: object.keyPrefix,
      IsQueryable: true,
    });
    for (const field of object.fields) {
      insert('FieldDefinition')({
        DurableId: `${object.name}.${field.name}`,
        QualifiedApiName: field.name,
        DeveloperName: field.name.replace(/(__c|Id)$/, '') || 'Id',
        Label: field.label,
        DataType: field.type,
        IsFieldHistoryTracked: field.tracked,
        IsNillable: field.nillable,
        IsIndexed: field.name === 'Id' || field.externalId,
        Length: field.length,
        EntityDefinitionId: object.name,
      });
    }
  }
}
