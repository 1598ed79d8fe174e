import type { DatabaseSync } from 'node:sqlite';
import { isCode } from '../../apex/compile.ts';
import { writeCode } from '../../apex/code-records.ts';
import { Credentials } from '../../connect/credentials.ts';
import { DEPLOYED_SETTING, type Org } from '../../org/org.ts';
import { deployedMetadata } from '../../org/schema/deployed-metadata.ts';
import { findSetting, putSetting } from '../../org/settings-table.ts';
import { writeDeployedRecords } from '../../org/deployed-records.ts';
import { quoteIdentifier } from '../../org/tables.ts';
import type { Component } from '../component-store.ts';
import type { Evaluation } from './evaluate.ts';

/** Saves what was checked: components, their tables and columns, and the records about them. Call it inside a transaction. */
export function applyDeployment(
  org: Org,
  saved: readonly Component[],
  { plan, cleaned }: Evaluation,
  at: string,
): void {
  const { db, components } = org;
  for (const { type, fullName } of plan.deleted) components.remove(type, fullName);
  for (const component of [...cleaned, ...saved]) components.put(component, at);
  const gone = plan.deleted.filter(({ type, fullName }) => !components.find(type, fullName));
  for (const component of gone) deleteData(db, component);
  const credentials = new Credentials(db, components);
  for (const { type, fullName } of gone) if (type === 'ExternalCredential') credentials.removeAll(fullName);
  markDeployed(org);
  org.metadata.replaceDeployed(deployedMetadata(db, components));
  writeSetupRecords(org);
  if ([...saved, ...plan.deleted].some(isCode)) forgetCoverage(db);
}

/** What earlier tests covered says nothing about other code. */
function forgetCoverage(db: DatabaseSync): void {
  for (const object of ['ApexCodeCoverage', 'ApexCodeCoverageAggregate', 'ApexOrgWideCoverage'])
    db.exec(`DELETE FROM "${object}"`);
}

/** From now on, what is stored is what is deployed, and no longer the package folder that the org was started with. */
export function markDeployed({ db }: Pick<Org, 'db'>): void {
  if (findSetting(db, DEPLOYED_SETTING) === undefined) putSetting(db, DEPLOYED_SETTING, 'true');
}

function writeSetupRecords({ db, schema, components }: Org): void {
  writeDeployedRecords(db, schema, components);
  writeCode(db, schema, components);
}

/** Deletes the values of a deleted field or object; a new one of the same name starts empty. */
function deleteData(db: DatabaseSync, { type, fullName }: Component): void {
  const [object = '', field = ''] = fullName.split('.');
  const table = quoteIdentifier(object);
  const hasTable = db.prepare("SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = ?").get(object);
  if (!hasTable) return;
  if (type === 'CustomObject' && object.endsWith('__c')) db.exec(`DROP TABLE ${table}`);
  if (type !== 'CustomField') return;
  const hasColumn = db.prepare('SELECT 1 AS found FROM pragma_table_xinfo(?) WHERE name = ?').get(object, field);
  db.exec(`DROP INDEX IF EXISTS ${quoteIdentifier(fullName)}`);
  if (hasColumn) db.exec(`ALTER TABLE ${table} DROP COLUMN ${quoteIdentifier(field)}`);
}
