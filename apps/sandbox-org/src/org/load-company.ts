import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { simulateCompany } from '../company/index.ts';
import type { CompanyRecord, CompanySettings } from '../company/index.ts';
import type { Field } from './schema/field.ts';
import type { Schema } from './schema/schema.ts';
import { keyColumn, quoteIdentifier, getStoredFields } from './tables.ts';

type Insert = (record: CompanyRecord) => void;

/** A prepared insert for each object; a field that a record lacks gets its default. */
export function createInserts(db: DatabaseSync, schema: Schema): (object: string) => Insert {
  const prepared = new Map<string, Insert>();
  return (name) => {
    const known = prepared.get(name);
    if (known) return known;
    const object = schema.findObject(name);
    if (!object) throw new Error(`The schema has no object ${name}.`);
    const fields = getStoredFields(object);
    const columns = fields.map((field) => quoteIdentifier(field.name)).join(', ');
    const places = fields.map(() => '?').join(', ');
    const statement = db.prepare(`INSERT INTO ${quoteIdentifier(name)} (${columns}) VALUES (${places})`);
    const insert = createInsert(statement, fields);
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

/** `recordTime` of a time in ISO form, as text: parsing a million of them takes seconds. */
const truncateToSeconds = (iso: string): string => `${iso.slice(0, 19)}.000Z`;

/** Fills the org's tables with the simulated company, lead by lead; the truth goes to its own database. */
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
  for (const user of company.users) insert('User')(user);
  for (const campaign of company.campaigns) insert('Campaign')(campaign);
  let leads = 0;
  for (const { records, truth } of company.leads()) {
    insert('Lead')(records.lead);
    for (const [object, children] of Object.entries(records.related)) {
      const add = insert(object);
      for (const child of children) add(child);
    }
    insertTruth.run(truth.leadId, truth.trueProbability, truth.probabilityFromFacts, truth.fit);
    leads += 1;
    if (leads % 1_000 === 0) onProgress(leads);
  }
}

function createTruthTable(db: DatabaseSync): StatementSync {
  db.exec(
    'CREATE TABLE lead_truth (lead_id TEXT PRIMARY KEY, probability REAL, probability_from_facts REAL, fit REAL) WITHOUT ROWID',
  );
  return db.prepare('INSERT INTO lead_truth VALUES (?, ?, ?, ?)');
}

/** Rewrites the tables that describe the schema itself. */
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
