import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HOUR_MS } from '@leadlight/common';
import { type CompanySettings, integrationUserId, keyPrefix, recordId } from '../company/index.ts';
import { Faults } from '../faults/faults.ts';
import { writeCode } from '../apex/code-records.ts';
import { COMPONENT_TYPES } from '../metadata/component-types.ts';
import { ComponentStore } from '../metadata/component-store.ts';
import { readSourcePackage } from '../metadata/source-package.ts';
import { lockFolder } from './folder-lock.ts';
import { javaNumber } from './java-number.ts';
import { createInserts, loadCompany, writeSchemaTables } from './load-company.ts';
import { archiveActivities } from './records/archived-activities.ts';
import { createChangeLog, deleteChangesBefore } from './records/change-log.ts';
import { createNotifications } from '../actions/custom-notifications.ts';
import { createHiddenRecords } from './records/hidden-records.ts';
import { createViewedRecords } from './records/viewed-records.ts';
import { fixtureMetadata, loadFixtures } from './schema/jsforce-fixtures.ts';
import { MetadataChanges } from './schema/metadata-changes.ts';
import { deployedMetadata } from './schema/deployed-metadata.ts';
import { readPackageMetadata } from './schema/package-metadata.ts';
import { createSchemaWith, type Schema } from './schema/schema.ts';
import { writeDeployedRecords } from './deployed-records.ts';
import { seedSetupRecords, seedStages } from './setup-records.ts';
import { createSettings, findSetting, putSetting } from './settings-table.ts';
import { Signal } from './signal.ts';
import { createIndexes, createTables, quoteIdentifier } from './tables.ts';
import { inTransaction } from './transaction.ts';

export { inTransaction } from './transaction.ts';

export interface OrgOptions {
  /** The org's folder, created if absent. */
  readonly folder: string;
  /** The company to simulate when the folder is new. Without `now`, the current time. */
  readonly company: Omit<CompanySettings, 'now'> & { readonly now?: number };
  /** Source folder of the package deployed in the org; undefined = none. Ignored once something was deployed over the API. */
  readonly packageFolder?: string;
  /** Optional parts of the package that the org has, such as `account`. */
  readonly packageParts?: readonly string[];
  /** Adds the objects that jsforce's tests need. */
  readonly fixtures?: boolean;
  /** The connected app of a new org; random by default. */
  readonly client?: OrgClient;
  readonly onProgress?: (message: string) => void;
}

/** What a client of the org's connected app signs in with. */
export interface OrgClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The id of the org whose company has this seed. */
export const organizationId = (seed: number): string => recordId(keyPrefix.Organization, 1 + (seed % 1_000_000));

/** An open org: its database, its schema, its clock and its connected app. */
export interface Org {
  readonly db: DatabaseSync;
  readonly file: string;
  /** The current schema: fields may be added and deleted while the org runs. */
  readonly schema: Schema;
  readonly metadata: MetadataChanges;
  /** What is deployed. */
  readonly components: ComponentStore;
  readonly orgId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Faults to inject, for tests. */
  readonly faults: Faults;
  /** Fires when records have changed. */
  readonly changed: Signal;
  /** The org's clock, milliseconds since 1970. */
  now(): number;
  close(): void;
}

/** The components that have records: an org reads them when it opens. The others are larger and read when needed. */
const RECORDED_TYPES = COMPONENT_TYPES.filter(
  ({ name }) => !['CustomLabels', 'LightningComponentBundle', 'StaticResource', 'Translations'].includes(name),
);
const RECORDED_SUFFIXES = RECORDED_TYPES.map(({ suffix }) => suffix).concat('listView');
/** Objects are made of their fields as well, which are read when needed. */
const COMPLETE_TYPES = RECORDED_TYPES.map(({ name }) => name).filter((name) => name !== 'CustomObject');

/** Present once something was deployed over the API: from then on the stored components are what is deployed. */
export const DEPLOYED_SETTING = 'deployed';

/** As on the platform. */
const EVENT_RETENTION_MS = 72 * HOUR_MS;

/** Opens the org in the folder; simulates its company first if the folder is new. @throws FolderInUse */
export function openOrg(options: OrgOptions): Org {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(options.folder);
  try {
    return openLockedOrg(options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

function openLockedOrg(options: OrgOptions, unlock: () => void): Org {
  const file = join(options.folder, 'org.sqlite');
  const fixtures = options.fixtures === true ? [fixtureMetadata] : [];
  const fromFolder = readPackageMetadata(options.packageFolder, options.packageParts);
  if (!existsSync(file)) createOrg(options, createSchemaWith([fromFolder, ...fixtures]), file);
  const db = openDatabase(file);
  const components = new ComponentStore(db);
  const isDeployed = findSetting(db, DEPLOYED_SETTING) !== undefined;
  const deployed = [isDeployed ? deployedMetadata(db, components) : fromFolder, ...fixtures];
  const metadata = new MetadataChanges(db, deployed);
  const { schema } = metadata;
  createTables(db, schema);
  createIndexes(db, schema);
  createChangeLog(db);
  deleteChangesBefore(
    db,
    new Date(Date.now() + Number(findSetting(db, 'clockOffset') ?? 0) - EVENT_RETENTION_MS).toISOString(),
  );
  createHiddenRecords(db);
  createViewedRecords(db);
  createNotifications(db);
  const startedAt = new Date(Date.now() + Number(findSetting(db, 'clockOffset') ?? 0)).toISOString();
  inTransaction(db, () => {
    writeSchemaTables(db, schema);
    seedSetupRecords(db, schema, startedAt);
    seedStages(db, schema, startedAt);
    if (!isDeployed)
      components.replaceAll(
        readSourcePackage(options.packageFolder, RECORDED_SUFFIXES, options.packageParts),
        startedAt,
        true,
      );
    writeDeployedRecords(db, schema, components);
    writeCode(db, schema, components);
    if (!isDeployed)
      components.loadAtFirstUse(
        () => readSourcePackage(options.packageFolder, undefined, options.packageParts),
        startedAt,
        COMPLETE_TYPES,
      );
    if (options.fixtures === true) loadFixtures(db, schema, Date.now());
  });
  const setting = (name: string): string => {
    const value = findSetting(db, name);
    if (value === undefined) throw new Error(`${file} is not a sandbox org: it has no ${name}. Delete its folder.`);
    return value;
  };
  const offset = Number(setting('clockOffset'));
  archiveActivities(db, Date.now() + offset);
  return {
    db,
    file,
    get schema() {
      return metadata.schema;
    },
    metadata,
    components,
    orgId: setting('orgId'),
    userId: integrationUserId,
    clientId: setting('clientId'),
    clientSecret: setting('clientSecret'),
    faults: new Faults(),
    changed: new Signal(),
    now: () => Date.now() + offset,
    close() {
      db.close();
      unlock();
    },
  };
}

export const countLeads = ({ db }: Pick<Org, 'db'>): number =>
  Number(db.prepare(`SELECT count(*) AS leads FROM ${quoteIdentifier('Lead')}`).get()?.leads);

function openDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA busy_timeout = 5000',
  );
  return addFunctions(db);
}

/** A read-only connection whose statements do not see changes made while they run. */
export const openSnapshot = ({ file }: Pick<Org, 'file'>): DatabaseSync =>
  addFunctions(new DatabaseSync(file, { readOnly: true }));

/** Adds `fold`, for case-insensitive comparisons beyond ASCII, and `java_number`, the text of a decimal number. */
function addFunctions(db: DatabaseSync): DatabaseSync {
  db.function('fold', { deterministic: true }, (text) => (typeof text === 'string' ? text.toLowerCase() : text));
  db.function('java_number', { deterministic: true }, (value) =>
    typeof value === 'number' ? javaNumber(value) : value,
  );
  return db;
}

/** Creates the files under other names and renames them at the end, so that a killed process leaves no partial org. */
function createOrg(
  { folder, company, client = randomClient(), onProgress }: OrgOptions,
  schema: Schema,
  file: string,
): void {
  const started = Date.now();
  const now = company.now ?? started;
  const draftFile = join(folder, 'org.draft.sqlite');
  const draftTruthFile = join(folder, 'truth.draft.sqlite');
  for (const path of [draftFile, draftTruthFile]) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
  }
  const db = new DatabaseSync(draftFile);
  const truthDb = new DatabaseSync(draftTruthFile);
  for (const each of [db, truthDb]) each.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN');
  createTables(db, schema);
  createSettings(db);
  loadCompany(db, truthDb, schema, { ...company, now }, (leads) =>
    onProgress?.(`Simulating the company: ${leads} of ${company.leads} leads`),
  );
  putSetting(db, 'orgId', organizationId(company.seed));
  putSetting(db, 'clientId', client.clientId);
  putSetting(db, 'clientSecret', client.clientSecret);
  putSetting(db, 'clockOffset', String(now - started));
  createInserts(db, schema)('Organization')(organizationRecord(company.seed, now));
  createIndexes(db, schema);
  for (const each of [db, truthDb]) {
    each.exec('COMMIT');
    each.close();
  }
  for (const path of [draftFile, draftTruthFile]) chmodSync(path, 0o600);
  renameSync(draftTruthFile, join(folder, 'truth.sqlite'));
  renameSync(draftFile, file);
}

const randomClient = (): OrgClient => ({
  clientId: `3MVG9${randomBytes(30).toString('base64url')}`,
  clientSecret: randomBytes(32).toString('hex').toUpperCase(),
});

function organizationRecord(seed: number, now: number) {
  const at = new Date(now).toISOString();
  return {
    Id: organizationId(seed),
    Name: 'Simulated Company',
    OrganizationType: 'Developer Edition',
    InstanceName: 'SBX1',
    IsSandbox: true,
    IsReadOnly: false,
    FiscalYearStartMonth: 1,
    DefaultLeadAccess: 'ReadEditTransfer',
    TimeZoneSidKey: 'GMT',
    LanguageLocaleKey: 'en_US',
    DefaultLocaleSidKey: 'en_US',
    CreatedDate: at,
    CreatedById: integrationUserId,
    LastModifiedDate: at,
    LastModifiedById: integrationUserId,
    SystemModstamp: at,
  };
}
