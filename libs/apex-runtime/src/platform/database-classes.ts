import type { Vm } from '../run/vm.ts';
import { spend } from '../run/spend.ts';
import { convertLead, runDml, type DmlOptions } from '../database/dml.ts';
import { publishEvents } from '../run/events.ts';
import { executeBatch } from '../run/jobs.ts';
import { listOf } from '../types/builtin.ts';
import { ApexList, ApexObject, type ApexRecord, type Value } from '../values/values.ts';
import { STATUSES, errorList, resultObject, statusCode, texts, type ResultState } from './database-results.ts';
import { checkedKey } from '../database/upsert.ts';
import type { FieldState } from './schema-tokens.ts';
import type { Library } from './signatures.ts';

const OPERATIONS = {
  insert: 'Save',
  update: 'Save',
  delete: 'Delete',
  undelete: 'Undelete',
  upsert: 'Upsert',
} as const;

function overloads(operation: keyof typeof OPERATIONS): string {
  const result = `Database.${OPERATIONS[operation]}Result`;
  const options =
    operation === 'delete' || operation === 'undelete' || operation === 'upsert'
      ? ['Boolean']
      : ['Boolean', 'Database.DMLOptions'];
  const keys = operation === 'upsert' ? ['', ',SObjectField'] : [''];
  const parameters = keys.flatMap((key) => [key, ...options.map((option) => `${key},${option}`)]);
  const lines = [...parameters, ...parameters.map((text) => `${text},AccessLevel`)].flatMap((text) => [
    `static ${result} ${operation}(SObject${text})`,
    `static List<${result}> ${operation}(List<SObject>${text})`,
  ]);
  return lines.join('\n');
}

interface OptionsState {
  allOrNone: boolean | null;
  allowDuplicates: ApexObject;
}

/** Arguments after the records: the key of an upsert, all-or-none or options, the access level; each may be absent. */
function readOptions(vm: Vm, args: Value[]): DmlOptions {
  const options: DmlOptions = { allOrNone: true, allowDuplicates: false, mode: vm.mode };
  for (const arg of args) {
    if (typeof arg === 'boolean') options.allOrNone = arg;
    if (!(arg instanceof ApexObject) || arg.type.name === 'SObjectField') continue;
    if (arg.type.name === 'AccessLevel') options.mode = arg.native as 'user' | 'system';
    else {
      const state = arg.native as OptionsState;
      // Without a value, all or none is off for DMLOptions (Apex Developer Guide, Setting DML Options).
      options.allOrNone = state.allOrNone ?? false;
      options.allowDuplicates = (state.allowDuplicates.native as { allowSave: boolean | null }).allowSave === true;
    }
  }
  return options;
}

const operation =
  (name: keyof typeof OPERATIONS) =>
  (vm: Vm, _self: unknown, records: Value, ...args: Value[]): Value => {
    const result = `Database.${OPERATIONS[name]}Result`;
    const found = args.find((arg) => arg instanceof ApexObject && arg.type.name === 'SObjectField');
    const key = found ? checkedKey(vm, records, ((found as ApexObject).native as FieldState).field) : null;
    const rows = runDml(vm, name, records, readOptions(vm, args), key).map((row) => resultObject(vm, result, row));
    if (!(records instanceof ApexList)) return rows[0] ?? null;
    return new ApexList(listOf(vm.program.platformType(result)), rows);
  };

const result = (self: ApexObject): ResultState => self.native as ResultState;

const members = (name: string): string => `class Database.${name}Result
  Id getId()
  Boolean isSuccess()
  List<Database.Error> getErrors()`;

const memberCode = (name: string): Library['code'] => ({
  [`Database.${name}Result.getId`]: (_vm, self) => result(self).id,
  [`Database.${name}Result.isSuccess`]: (_vm, self) => result(self).success,
  [`Database.${name}Result.getErrors`]: (vm, self) => errorList(vm, self),
});

/** Instances with properties that can be read and set. */
const property = (owner: string, name: string, key: string): Library['code'] => ({
  [`${owner}.${name}`]: (_vm, self: ApexObject) => (self.native as Record<string, Value>)[key] ?? null,
  [`${owner}.${name}=`]: (_vm, self: ApexObject, value: Value) =>
    void ((self.native as Record<string, Value>)[key] = value),
});

const conversion =
  (key: string) =>
  (_vm: Vm, self: ApexObject, value: Value): void => {
    (self.native as Record<string, Value>)[key] = value;
  };

function publish(vm: Vm, _self: unknown, events: Value, level?: ApexObject): Value {
  const mode = level?.native as 'user' | 'system' | undefined;
  const rows = publishEvents(vm, events, mode).map((row) => resultObject(vm, 'Database.SaveResult', row));
  return events instanceof ApexList
    ? new ApexList(listOf(vm.program.platformType('Database.SaveResult')), rows)
    : (rows[0] ?? null);
}

/** Status and wording are unverified. */
const NOT_IN_RECYCLE_BIN = { status: 'INVALID_ID_FIELD', message: 'The record is not in the recycle bin.', fields: [] };
const NO_RECYCLE_BIN = {
  status: 'INSUFFICIENT_ACCESS',
  message: 'The recycle bin cannot be emptied here.',
  fields: [],
};

/** A DML statement, whose records count as DML rows (Apex Developer Guide, Emptying the Recycle Bin; Governor Limits). */
function emptyRecycleBin(vm: Vm, _self: unknown, records: ApexList): Value {
  const { database } = vm.ports;
  spend(vm, 'dmlStatements', 1, 'Too many DML statements');
  spend(vm, 'dmlRows', records.items.length, 'Too many DML rows');
  const rows = (records.items as ApexRecord[]).map((record) => {
    const isPurged = database.purge?.(vm.program.schema.get(record.type), record.id as string) ?? false;
    const failure = database.purge ? NOT_IN_RECYCLE_BIN : NO_RECYCLE_BIN;
    return resultObject(vm, 'Database.EmptyRecycleBinResult', { id: record.id, error: isPurged ? null : failure });
  });
  return new ApexList(listOf(vm.program.platformType('Database.EmptyRecycleBinResult')), rows);
}

/** Apex Reference Guide: Database Namespace, EventBus, AccessLevel. */
export const databaseClasses: Library = {
  signatures: `
    enum StatusCode ${STATUSES.join(', ')}
    class AccessLevel
    static AccessLevel USER_MODE
    static AccessLevel SYSTEM_MODE
    class Database.Error
    String getMessage()
    StatusCode getStatusCode()
    List<String> getFields()
    ${['Save', 'Delete', 'Undelete', 'Merge', 'EmptyRecycleBin'].map(members).join('\n')}
    ${members('Upsert')}
    Boolean isCreated()
    ${members('LeadConvert')}
    Id getLeadId()
    Id getAccountId()
    Id getContactId()
    Id getOpportunityId()
    class Database.DMLOptions.DuplicateRuleHeader
    Boolean allowSave
    class Database.DMLOptions
    new()
    Boolean optAllOrNone
    Boolean allowFieldTruncation
    Database.DMLOptions.DuplicateRuleHeader duplicateRuleHeader
    class Database.LeadConvert
    new()
    void setLeadId(Id)
    void setConvertedStatus(String)
    void setDoNotCreateOpportunity(Boolean)
    class Database.QueryLocatorIterator implements Iterator
    Boolean hasNext()
    SObject next()
    class Database.QueryLocator
    Database.QueryLocatorIterator iterator()
    class Savepoint
    class Database
    ${(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[]).map(overloads).join('\n')}
    static Database.LeadConvertResult convertLead(Database.LeadConvert)
    static Database.QueryLocator getQueryLocator(List<SObject>)
    static Id executeBatch(Database.Batchable)
    static Id executeBatch(Database.Batchable,Integer)
    static List<Database.EmptyRecycleBinResult> emptyRecycleBin(List<SObject>)
    static Savepoint setSavepoint()
    static void rollback(Savepoint)
    class EventBus
    static Database.SaveResult publish(SObject)
    static List<Database.SaveResult> publish(List<SObject>)
    static Database.SaveResult publishWithAccessLevel(SObject,AccessLevel)
    static List<Database.SaveResult> publishWithAccessLevel(List<SObject>,AccessLevel)
    class EventBus.TestBroker
    void deliver()`,
  code: {
    'AccessLevel.USER_MODE': (vm) => new ApexObject(vm.program.platformType('AccessLevel'), [], 'user'),
    'AccessLevel.SYSTEM_MODE': (vm) => new ApexObject(vm.program.platformType('AccessLevel'), [], 'system'),
    'Database.Error.getMessage': (_vm, self: ApexObject) => (self.native as { message: string }).message,
    'Database.Error.getStatusCode': (vm, self: ApexObject) =>
      statusCode(vm, (self.native as { status: string }).status),
    'Database.Error.getFields': (_vm, self: ApexObject) => texts((self.native as { fields: string[] }).fields),
    ...memberCode('Save'),
    ...memberCode('Delete'),
    ...memberCode('EmptyRecycleBin'),
    ...memberCode('Undelete'),
    ...memberCode('Upsert'),
    ...memberCode('Merge'),
    ...memberCode('LeadConvert'),
    'Database.UpsertResult.isCreated': (_vm, self: ApexObject) =>
      (self.native as { created?: boolean }).created ?? false,
    ...Object.fromEntries(
      ['leadId', 'accountId', 'contactId', 'opportunityId'].map((name) => [
        `Database.LeadConvertResult.get${name.charAt(0).toUpperCase()}${name.slice(1)}`,
        (_vm: Vm, self: ApexObject) => (self.native as Record<string, Value>)[name] ?? null,
      ]),
    ),
    ...property('Database.DMLOptions.DuplicateRuleHeader', 'allowSave', 'allowSave'),
    ...property('Database.DMLOptions', 'optAllOrNone', 'allOrNone'),
    ...property('Database.DMLOptions', 'allowFieldTruncation', 'truncates'),
    'Database.DMLOptions.duplicateRuleHeader': (_vm, self: ApexObject) => (self.native as OptionsState).allowDuplicates,
    'Database.DMLOptions.new': (vm, self: ApexObject) => {
      const header = vm.program.platformType('Database.DMLOptions.DuplicateRuleHeader');
      self.native = {
        allOrNone: null,
        allowDuplicates: new ApexObject(header, [], { allowSave: null }),
      } satisfies OptionsState;
    },
    'Database.LeadConvert.new': (_vm, self: ApexObject) => void (self.native = {}),
    'Database.LeadConvert.setLeadId': conversion('leadId'),
    'Database.LeadConvert.setConvertedStatus': conversion('status'),
    'Database.LeadConvert.setDoNotCreateOpportunity': conversion('withoutOpportunity'),
    'Database.insert': operation('insert'),
    'Database.update': operation('update'),
    'Database.delete': operation('delete'),
    'Database.undelete': operation('undelete'),
    'Database.upsert': operation('upsert'),
    'Database.convertLead': (vm, _self, request: ApexObject) => {
      const {
        accountId = null,
        contactId = null,
        opportunityId = null,
        ...row
      } = convertLead(vm, request.native as Record<string, Value>);
      const converted = resultObject(vm, 'Database.LeadConvertResult', row);
      Object.assign(converted.native as object, { leadId: row.id, accountId, contactId, opportunityId });
      return converted;
    },
    'Database.QueryLocator.iterator': (vm, self: ApexObject) =>
      new ApexObject(vm.program.platformType('Database.QueryLocatorIterator'), [], {
        rows: [...(self.native as ApexList).items],
      }),
    'Database.QueryLocatorIterator.hasNext': (_vm, self: ApexObject) =>
      (self.native as { rows: Value[] }).rows.length > 0,
    'Database.QueryLocatorIterator.next': (vm, self: ApexObject) => {
      const next = (self.native as { rows: Value[] }).rows.shift();
      if (next === undefined) throw vm.error('NoSuchElementException', 'There is no next record');
      return next;
    },
    'Database.getQueryLocator': (vm, _self, rows: ApexList) =>
      new ApexObject(vm.program.platformType('Database.QueryLocator'), [], rows),
    'Database.executeBatch': (vm, _self, job: ApexObject, size = 200) => executeBatch(vm, job, size),
    'Database.setSavepoint': (vm) => {
      spend(vm, 'dmlStatements', 1, 'Too many DML statements');
      vm.transaction.uncommitted = true;
      return new ApexObject(vm.program.platformType('Savepoint'), [], vm.ports.database.savepoint());
    },
    'Database.rollback': (vm, _self, savepoint: ApexObject) => {
      spend(vm, 'dmlStatements', 1, 'Too many DML statements');
      vm.ports.database.rollback(savepoint.native);
    },
    'Database.emptyRecycleBin': emptyRecycleBin,
    'EventBus.publish': publish,
    'EventBus.publishWithAccessLevel': publish,
    'EventBus.TestBroker.deliver': (vm) => vm.requireTest().deliver(),
  },
};
