import type { DatabaseSync } from 'node:sqlite';
import { integrationUserId } from '../../company/index.ts';
import { recordId } from '../../company/record-id.ts';
import { createInserts } from '../load-company.ts';
import { auditFields, idField, reference, sobject, text } from './field.ts';
import type { PackageMetadata, Schema } from './schema.ts';

const BIG_TABLE_PREFIX = 'a0x';
const BIG_TABLE_ROWS = 5_100;

const OWNED_OBJECT_FIELDS = [
  idField,
  reference('OwnerId', ['User'], { nillable: false }),
  text('Name', 80, { isName: true }),
];

/** The two objects that jsforce's tests expect in an org. */
export const fixtureMetadata: PackageMetadata = {
  objects: [
    sobject('BigTable__c', BIG_TABLE_PREFIX, [...OWNED_OBJECT_FIELDS, ...auditFields], {
      custom: true,
      label: 'BigTable',
    }),
    sobject(
      'UpsertTable__c',
      'a0y',
      [...OWNED_OBJECT_FIELDS, ...auditFields, text('ExtId__c', 50, { externalId: true })],
      { custom: true, label: 'UpsertTable' },
    ),
  ],
  fields: [],
};

/** Fills an empty `BigTable__c` with more rows than two pages of a query. */
export function loadFixtures(db: DatabaseSync, schema: Schema, now: number): void {
  if (db.prepare('SELECT 1 AS filled FROM "BigTable__c" LIMIT 1').get()) return;
  const insert = createInserts(db, schema)('BigTable__c');
  const at = new Date(now).toISOString();
  for (let serial = 1; serial <= BIG_TABLE_ROWS; serial += 1) {
    insert({
      Id: recordId(BIG_TABLE_PREFIX, serial),
      Name: `Row ${serial}`,
      OwnerId: integrationUserId,
      IsDeleted: false,
      CreatedDate: at,
      CreatedById: integrationUserId,
      LastModifiedDate: at,
      LastModifiedById: integrationUserId,
      SystemModstamp: at,
    });
  }
}
