import { MAX_SCHEDULED } from '../../run/limits.ts';
import type { DmlOperation } from '../../parse/ast.ts';
import type { ApexDecimal } from '../../values/decimal.ts';
import { ApexDate, ApexDatetime, ApexRecord, type Value } from '../../values/values.ts';
import type { Access, Database, OrgLimit, Rights, ConvertedLead, RowError, RowResult, SaveOptions } from '../port.ts';
import { orderOf, type BoundQuery } from '../query.ts';
import type { ObjectShape, Schema } from '../schema.ts';
import { matches } from './match.ts';
import { valueAt } from '../paths.ts';
import { accessDenied, missingRights } from '../save-rights.ts';
import { rightsOf } from './rights.ts';
import { changed, Store } from './store.ts';
import { convertedRecords } from './lead-conversion.ts';
import { applyFeatures } from './feature-rules.ts';
import { checkFields, checkRow, type OrgRules } from './save-rules.ts';

export interface MemoryOptions {
  schema: Schema;
  now: () => number;
  rules: OrgRules;
}

/** Some limits of a Developer Edition (Limits for Developer Edition orgs), and some use of them. */
const DEVELOPER_EDITION_LIMITS: ReadonlyMap<string, OrgLimit> = new Map([
  ['DailyApiRequests', { limit: 15_000, used: 12 }],
  ['DailyAsyncApexExecutions', { limit: 250_000, used: 0 }],
  ['DataStorageMB', { limit: 5, used: 1 }],
  ['FileStorageMB', { limit: 20, used: 0 }],
]);

const error = (status: string, message: string, fields: string[] = []): RowError => ({ status, message, fields });

/** The records of a small org in memory, with rights, sharing and the rules of saving. Roles and sharing rules do not exist. */
export class MemoryDatabase implements Database {
  readonly schema: Schema;
  readonly store = new Store();
  readonly #now: () => number;
  readonly #rules: OrgRules;
  #userId = '';
  #rights = new Map<string, Rights>();

  constructor(options: MemoryOptions) {
    this.schema = options.schema;
    this.#now = options.now;
    this.#rules = options.rules;
  }

  userId(): string {
    return this.#userId;
  }

  useUser(id: string): void {
    this.#userId = id;
  }

  userField(name: string): Value {
    return this.store.get('User', this.#userId)?.fields.get(name) ?? null;
  }

  userLanguage(): string {
    return String(this.userField('languagelocalekey') ?? 'en_US');
  }

  userLocale(): string {
    return String(this.userField('localesidkey') ?? 'en_US').replace('_', '-');
  }

  userTimeZone(): string {
    return String(this.userField('timezonesidkey') ?? 'UTC');
  }

  eventUserId(): string {
    return this.#rules.eventUserId ?? this.#userId;
  }

  rights(): Rights {
    const known = this.#rights.get(this.#userId);
    if (known) return known;
    const user = this.#userId;
    const profile = this.store.get('Profile', String(this.userField('profileid')));
    const permissionSetIds = new Set<string>();
    for (const row of this.store.rows('PermissionSet')) {
      if (profile && row.fields.get('profileid') === profile.id) permissionSetIds.add(row.id as string);
    }
    for (const row of this.store.rows('PermissionSetAssignment')) {
      if (row.fields.get('assigneeid') === user) permissionSetIds.add(row.fields.get('permissionsetid') as string);
    }
    const name = String(profile?.fields.get('name'));
    const allData = this.#rules.allDataProfiles.includes(name);
    const standardFields = allData || this.#rules.standardFieldProfiles.includes(name);
    const rights = rightsOf({ permissionSetIds, rows: (object) => this.store.rows(object), allData, standardFields });
    this.#rights.set(user, rights);
    return rights;
  }

  find(query: BoundQuery, access: Access): ApexRecord[] {
    const read = (row: ApexRecord, path: string[]): Value => valueAt(this.schema, this, row, path);
    const { where, object } = query;
    let rows = [...this.store.rows(object.name)].filter(
      (row) => (!access.sharing || this.#isVisible(object, row, false)) && (!where || matches(where, row, read)),
    );
    if (!query.allRows) rows = rows.filter((row) => row.fields.get('isdeleted') !== true);
    // Without ORDER BY the order is not defined. Here it is that of insertion, or the opposite: code that relies on it then fails.
    if (this.#rules.newestFirst) rows.reverse();
    for (const order of [...query.orderBy].reverse()) {
      rows.sort((left, right) => orderOf(read(left, order.field.path), read(right, order.field.path), order));
    }
    const end = query.limit === null ? rows.length : query.offset + query.limit;
    return rows.slice(query.offset, end);
  }

  /** Organization-wide defaults and ownership decide; View All and Modify All override them. */
  #isVisible(shape: ObjectShape, row: ApexRecord, toEdit: boolean): boolean {
    if (shape.kind !== 'data') return true;
    const sharing = this.#rules.sharing[shape.name] ?? 'readWrite';
    const rights = this.rights().object(shape);
    if (rights.modifyAll || (!toEdit && rights.viewAll)) return true;
    if (row.fields.get('ownerid') === this.#userId) return true;
    return sharing === 'readWrite' || (sharing === 'read' && !toEdit);
  }

  get(shape: ObjectShape, id: string): ApexRecord | null {
    const row = this.store.get(shape.name, id);
    return row && row.fields.get('isdeleted') !== true ? row : null;
  }

  save(operation: DmlOperation, record: ApexRecord, options: SaveOptions): RowResult {
    const shape = this.schema.get(record.type);
    const failure = this.#checkAccess(shape, operation, record, options);
    if (failure) return { id: record.id, error: failure };
    if (operation === 'insert') return this.#insert(shape, record, options);
    const id = record.id;
    if (id === null) return { id, error: error('MISSING_ARGUMENT', 'Id not specified in an update call') };
    const row = this.store.get(shape.name, id);
    const isDeleted = row?.fields.get('isdeleted') === true;
    if (!row || isDeleted !== (operation === 'undelete'))
      return { id, error: error('ENTITY_IS_DELETED', 'entity is deleted') };
    if (operation !== 'update') {
      this.#store(shape, changed(row, [['isdeleted', operation === 'delete']]));
      return { id, error: null };
    }
    return this.#update(shape, row, record, options);
  }

  #checkAccess(shape: ObjectShape, operation: DmlOperation, record: ApexRecord, options: SaveOptions): RowError | null {
    const missing = options.mode === 'user' ? missingRights(this.rights(), shape, operation, record) : null;
    if (missing) return missing;
    const stored = record.id && operation !== 'insert' ? this.store.get(shape.name, record.id) : null;
    return stored && options.sharing && !this.#isVisible(shape, stored, true) ? accessDenied() : null;
  }

  #insert(shape: ObjectShape, record: ApexRecord, options: SaveOptions): RowResult {
    if (record.id !== null) {
      return {
        id: record.id,
        error: error('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']),
      };
    }
    const row = new ApexRecord(record.type);
    for (const field of shape.fields) row.fields.set(field.name.toLowerCase(), field.defaultValue);
    for (const [name, value] of record.fields) row.fields.set(name, value);
    if (shape.name === 'Lead') row.fields.set('status', record.fields.get('status') ?? this.#rules.defaultLeadStatus);
    if (shape.name === 'User') row.fields.set('isactive', record.fields.get('isactive') ?? true);
    if (shape.field('OwnerId') && row.fields.get('ownerid') === null) row.fields.set('ownerid', this.#userId);
    const failure = this.#check(shape, row, record, options);
    if (failure) return { id: null, error: failure };
    const id = this.store.newId(shape);
    row.fields.set('id', id);
    const now = new ApexDatetime(this.#now());
    for (const name of ['createddate', 'lastmodifieddate', 'systemmodstamp']) row.fields.set(name, now);
    for (const name of ['createdbyid', 'lastmodifiedbyid']) row.fields.set(name, this.#userId);
    row.fields.set('isdeleted', false);
    this.#store(shape, row);
    return { id, error: null };
  }

  #update(shape: ObjectShape, row: ApexRecord, record: ApexRecord, options: SaveOptions): RowResult {
    const { id } = row;
    if (row.fields.get('isconverted') === true && shape.name === 'Lead') {
      return { id, error: error('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead') };
    }
    const next = changed(row, record.fields);
    const failure = this.#check(shape, next, record, options);
    if (failure) return { id, error: failure };
    const now = new ApexDatetime(this.#now());
    next.fields.set('lastmodifieddate', now).set('systemmodstamp', now).set('lastmodifiedbyid', this.#userId);
    this.#store(shape, next);
    return { id, error: null };
  }

  /** Flows before the save, then the rules (Triggers and Order of Execution). */
  #check(shape: ObjectShape, row: ApexRecord, record: ApexRecord, options: SaveOptions): RowError | null {
    this.#rules.beforeSave(shape, row);
    const features = this.#rules.features ?? {};
    return (
      this.#checkTargets(shape, record) ??
      applyFeatures(features, shape, row, record, this.userField('defaultcurrencyisocode')) ??
      checkFields(shape, row, record, features) ??
      checkRow(this.#rules, shape, row, this.store.rows(shape.name), options.allowDuplicates)
    );
  }

  /** A lookup of a record of data must point at a record that is there; those to several objects are not checked. */
  #checkTargets(shape: ObjectShape, record: ApexRecord): RowError | null {
    if (shape.kind !== 'data') return null;
    for (const [name, value] of record.fields) {
      const field = shape.field(name);
      const target = field?.targetPrefix ? this.schema.find(field.references ?? '') : null;
      if (!field || typeof value !== 'string' || target?.kind !== 'data') continue;
      if (!value.startsWith(target.keyPrefix) || this.get(target, value)) continue;
      return error('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
    }
    return null;
  }

  #store(shape: ObjectShape, row: ApexRecord): void {
    const isPerson = shape.name === 'Account' && row.fields.get('ispersonaccount') === true;
    if (shape.name === 'Lead' || shape.name === 'User' || shape.name === 'Contact' || isPerson) {
      const name = [row.fields.get('firstname'), row.fields.get('lastname')].filter(Boolean).join(' ');
      row.fields.set('name', name);
    }
    this.store.put(shape, row);
    if (shape.kind === 'setup') this.#rights = new Map();
  }

  /** Adds a row as it is, without rules: what the org has before the test. @param values with `Id`, or it gets a new one */
  seed(objectName: string, values: Record<string, Value>): string {
    const shape = this.schema.find(objectName) as ObjectShape;
    const given = values['Id'];
    const id = typeof given === 'string' ? given : this.store.newId(shape);
    const row = new ApexRecord(shape.type);
    for (const field of shape.fields) row.fields.set(field.name.toLowerCase(), field.defaultValue);
    for (const [name, value] of Object.entries(values)) {
      const field = shape.field(name);
      if (!field) throw new Error(`${objectName} has no field ${name}`);
      row.fields.set(field.name.toLowerCase(), value);
    }
    const created = new ApexDatetime(this.#now());
    row.fields.set('id', id).set('isdeleted', false);
    if (row.fields.get('createddate') === null) row.fields.set('createddate', created);
    this.#store(shape, row);
    return id;
  }

  purge(shape: ObjectShape, id: string): boolean {
    if (this.store.get(shape.name, id)?.fields.get('isdeleted') !== true) return false;
    this.store.delete(shape.name, id);
    return true;
  }

  convertLead(leadId: string, status: string, withOpportunity = true): ConvertedLead {
    const shape = this.schema.find('Lead') as ObjectShape;
    const row = this.get(shape, leadId);
    if (!row) return { id: leadId, error: error('ENTITY_IS_DELETED', 'entity is deleted') };
    if (row.fields.get('isconverted') === true)
      return { id: leadId, error: error('CANNOT_UPDATE_CONVERTED_LEAD', 'already converted') };
    const made = convertedRecords(this, row, Boolean(this.#rules.features?.personAccounts), withOpportunity);
    if (!made) return { id: leadId, error: error('REQUIRED_FIELD_MISSING', 'The lead has no company', ['Company']) };
    this.#store(
      shape,
      changed(row, [
        ['isconverted', true],
        ['status', status],
        ['convertedaccountid', made.accountId],
        ['convertedcontactid', made.contactId],
        ['convertedopportunityid', made.opportunityId],
        ['converteddate', new ApexDate(Math.floor(this.#now() / 86_400_000))],
      ]),
    );
    return { id: leadId, error: null, ...made };
  }

  savepoint(): unknown {
    return this.store.savepoint();
  }

  rollback(savepoint: unknown): void {
    this.store.rollback(savepoint as ReturnType<Store['savepoint']>);
    this.#rights = new Map();
  }

  customMetadata(objectName: string): ApexRecord[] {
    return [...this.store.rows(objectName)];
  }

  orgLimits(): ReadonlyMap<string, OrgLimit> {
    return DEVELOPER_EDITION_LIMITS;
  }

  currencyRate(code: string): ApexDecimal | null {
    const found = [...this.store.rows('CurrencyType')].find((row) => row.fields.get('isocode') === code);
    return (found?.fields.get('conversionrate') as ApexDecimal | undefined) ?? null;
  }

  schedule(name: string, expression: string): string | null {
    if ([...this.store.rows('CronTrigger')].length >= MAX_SCHEDULED) return null;
    const detail = this.seed('CronJobDetail', { Name: name, JobType: '7' });
    const next = new ApexDatetime(this.#now() + 3_600_000);
    return this.seed('CronTrigger', {
      CronJobDetailId: detail,
      CronExpression: expression,
      NextFireTime: next,
      State: 'WAITING',
    });
  }

  abortJob(id: string): void {
    this.store.delete('CronTrigger', id);
  }

  setCreatedDate(id: string, created: ApexDatetime): void {
    const shape = this.schema.byPrefix(id.slice(0, 3)) as ObjectShape;
    const row = this.get(shape, id) as ApexRecord;
    this.#store(shape, changed(row, [['createddate', created]]));
  }
}
