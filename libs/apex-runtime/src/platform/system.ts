import type { Vm } from '../run/vm.ts';
import type { LimitName } from '../run/limits.ts';
import { ORGANIZATION_ID } from '../database/schema.ts';
import { isEqual } from '../values/compare.ts';
import { textOf } from '../values/text.ts';
import { isInstance, typeOfValue } from '../types/conversions.ts';
import { ApexDatetime, ApexObject, type ApexEnum, type ApexTypeToken, type Value } from '../values/values.ts';
import type { Library } from './signatures.ts';

/** Names in Limits by what is counted. */
const COUNTED: Record<string, LimitName> = {
  Queries: 'queries',
  QueryRows: 'queryRows',
  DmlStatements: 'dmlStatements',
  DmlRows: 'dmlRows',
  Callouts: 'callouts',
  QueueableJobs: 'queueableJobs',
  FutureCalls: 'futureCalls',
};

/**
 * Counters that this runtime does not keep: they stay at 0, also for what code does use, such as savepoints and processor time. The limits
 * are those of the guide.
 */
const UNCOUNTED: Record<string, number> = {
  AggregateQueries: 300,
  ApexCursorRows: 50_000_000,
  CpuTime: 10_000,
  EmailInvocations: 10,
  FetchCallsOnApexCursor: 10,
  FindSimilarCalls: 0,
  HeapSize: 6_000_000,
  MobilePushApexCalls: 10,
  PublishImmediateDML: 150,
  QueryLocatorRows: 10_000,
  RunAs: 0,
  SavepointRollbacks: 0,
  Savepoints: 0,
  SoslQueries: 20,
  AsyncCalls: 200,
};

const QUIDDITIES = [
  'ANONYMOUS',
  'AURA',
  'BATCH_ACS',
  'BATCH_APEX',
  'BATCH_CHUNK_PARALLEL',
  'BATCH_CHUNK_SERIAL',
  'BULK_API',
  'COMMERCE_INTEGRATION',
  'DISCOVERABLE_LOGIN',
  'EXTERNAL_SERVICE_CALLBACK',
  'FUNCTION_CALLBACK',
  'FUTURE',
  'INBOUND_EMAIL_SERVICE',
  'INVOCABLE_ACTION',
  'IOT',
  'PLATFORM_EVENT_PUBLISH_CALLBACK',
  'POST_INSTALL_SCRIPT',
  'QUEUEABLE',
  'QUICK_ACTION',
  'REMOTE_ACTION',
  'REST',
  'RUNTEST_ASYNC',
  'RUNTEST_DEPLOY',
  'RUNTEST_SYNC',
  'SCHEDULED',
  'SOAP',
  'SYNCHRONOUS',
  'TRANSACTION_FINALIZER_QUEUEABLE',
  'UNDEFINED',
  'VF',
];

/** Getters of UserInfo by the field of the user that they give. */
const USER_FIELDS: Record<string, string> = {
  getFirstName: 'firstname',
  getLastName: 'lastname',
  getName: 'name',
  getUserEmail: 'email',
  getUserName: 'username',
  getUserType: 'usertype',
};

/** A test has the quiddity of its runner, a job its own (Apex Reference Guide, Quiddity Enum). */
function quiddity(vm: Vm): Value {
  const jobs = { queueable: 'QUEUEABLE', batch: 'BATCH_APEX', scheduled: 'SCHEDULED', future: 'FUTURE' };
  const name = vm.jobKind ? jobs[vm.jobKind] : vm.test ? 'RUNTEST_SYNC' : 'SYNCHRONOUS';
  return vm.program.platformType('Quiddity').constants[QUIDDITIES.indexOf(name)] ?? null;
}

function fail(vm: Vm, message: string): never {
  throw vm.fatal('AssertException', message);
}

const because = (message: Value | undefined): string =>
  message === undefined || message === null ? '' : `: ${textOf(message)}`;

/** `Assert.areEqual` compares texts exactly, unlike `==` (known). */
function areEqual(vm: Vm, _self: unknown, expected: Value, actual: Value, message?: Value): void {
  if (isEqual(expected, actual, false)) return;
  fail(vm, `Assertion Failed${because(message)}: Expected: ${textOf(expected)}, Actual: ${textOf(actual)}`);
}

function areNotEqual(vm: Vm, _self: unknown, expected: Value, actual: Value, message?: Value): void {
  if (isEqual(expected, actual, false)) fail(vm, `Assertion Failed${because(message)}: Same value: ${textOf(actual)}`);
}

const requires =
  (test: (value: Value) => boolean, what: string) =>
  (vm: Vm, _self: unknown, value: Value, message?: Value): void => {
    if (!test(value)) fail(vm, `Assertion Failed${because(message)}: Expected: ${what}, Actual: ${textOf(value)}`);
  };

const debug = (vm: Vm, _self: unknown, first: Value, second?: Value): void => {
  vm.log.push(second === undefined ? vm.textOf(first) : `${(first as ApexEnum).name}: ${vm.textOf(second)}`);
};

/** Apex Reference Guide: System, Assert, Limits, UserInfo, FeatureManagement, Request. */
export const system: Library = {
  signatures: `
    enum Quiddity ${QUIDDITIES.join(', ')}
    enum TriggerOperation BEFORE_INSERT, BEFORE_UPDATE, BEFORE_DELETE, AFTER_INSERT, AFTER_UPDATE, AFTER_DELETE, AFTER_UNDELETE
    enum LoggingLevel NONE, INTERNAL, FINEST, FINER, FINE, DEBUG, INFO, WARN, ERROR
    class System
    static void debug(Object)
    static void debug(LoggingLevel,Object)
    static Datetime now()
    static Date today()
    static Long currentTimeMillis()
    static void assert(Boolean)
    static void assert(Boolean,Object)
    static void assertEquals(Object,Object)
    static void assertEquals(Object,Object,Object)
    static void assertNotEquals(Object,Object)
    static void assertNotEquals(Object,Object,Object)
    static Boolean isBatch()
    static Boolean isFuture()
    static Boolean isQueueable()
    class Assert
    static void areEqual(Object,Object)
    static void areEqual(Object,Object,String)
    static void areNotEqual(Object,Object)
    static void areNotEqual(Object,Object,String)
    static void isTrue(Boolean)
    static void isTrue(Boolean,String)
    static void isFalse(Boolean)
    static void isFalse(Boolean,String)
    static void isNull(Object)
    static void isNull(Object,String)
    static void isNotNull(Object)
    static void isNotNull(Object,String)
    static void fail()
    static void fail(String)
    static void isInstanceOfType(Object,Type)
    static void isInstanceOfType(Object,Type,String)
    static void isNotInstanceOfType(Object,Type)
    static void isNotInstanceOfType(Object,Type,String)
    class Limits
    ${[...Object.keys(COUNTED), ...Object.keys(UNCOUNTED)]
      .map((name) => `static Integer get${name}()\nstatic Integer getLimit${name}()`)
      .join('\n')}
    class TimeZone
    String getID()
    String getDisplayName()
    class UserInfo
    ${Object.keys(USER_FIELDS)
      .map((name) => `static String ${name}()`)
      .join('\n')}
    static Boolean isMultiCurrencyOrganization()
    static String getDefaultCurrency()
    static String getOrganizationName()
    static String getSessionId()
    static TimeZone getTimeZone()
    static String getUiThemeDisplayed()
    static Id getUserRoleId()
    static Id getUserId()
    static Id getProfileId()
    static String getLanguage()
    static String getLocale()
    static Id getOrganizationId()
    class FeatureManagement
    static Boolean checkPermission(String)
    class Request
    static Request getCurrent()
    String getRequestId()
    Quiddity getQuiddity()
    class Trigger
    class Label
    static String get(String,String)
    static String get(String,String,String)`,
  code: {
    'System.debug': debug,
    'System.now': (vm) => new ApexDatetime(vm.ports.clock.now()),
    'System.today': (vm) => vm.program.platformType('Date').findMethods('today')[0]?.invoke(vm, null, []) ?? null,
    'System.currentTimeMillis': (vm) => BigInt(vm.ports.clock.now()),
    'System.assert': (vm, _self, value, message?: Value) =>
      requires((given) => given === true, 'true')(vm, null, value, message),
    'System.assertEquals': areEqual,
    'System.assertNotEquals': areNotEqual,
    'System.isBatch': (vm) => vm.jobKind === 'batch',
    'System.isFuture': (vm) => vm.jobKind === 'future',
    'System.isQueueable': (vm) => vm.jobKind === 'queueable',
    'Assert.areEqual': areEqual,
    'Assert.areNotEqual': areNotEqual,
    'Assert.isTrue': requires((value) => value === true, 'true'),
    'Assert.isFalse': requires((value) => value === false, 'false'),
    'Assert.isNull': requires((value) => value === null, 'null'),
    'Assert.isNotNull': requires((value) => value !== null, 'not null'),
    'Assert.fail': (vm, _self, message?: Value) => fail(vm, `Assertion Failed${because(message)}`),
    ...Object.fromEntries(
      Object.entries(COUNTED).flatMap(([name, counted]) => [
        [`Limits.get${name}`, (vm: Vm) => vm.transaction.used[counted]],
        [`Limits.getLimit${name}`, (vm: Vm) => vm.transaction.limits[counted]],
      ]),
    ),
    'Assert.isInstanceOfType': (vm, _self, value: Value, type: ApexTypeToken, message?: Value) => {
      if (!isInstance(value, type.type))
        fail(vm, `Assertion Failed${because(message)}: Expected: ${textOf(type)}, Actual: ${typeOfValue(value).name}`);
    },
    'Assert.isNotInstanceOfType': (vm, _self, value: Value, type: ApexTypeToken, message?: Value) => {
      if (isInstance(value, type.type)) fail(vm, `Assertion Failed${because(message)}: Instance of ${textOf(type)}`);
    },
    ...Object.fromEntries(
      Object.entries(UNCOUNTED).flatMap(([name, limit]) => [
        [`Limits.get${name}`, () => 0],
        [`Limits.getLimit${name}`, () => limit],
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(USER_FIELDS).map(([name, field]) => [
        `UserInfo.${name}`,
        (vm: Vm) => vm.ports.database.userField(field),
      ]),
    ),
    'UserInfo.isMultiCurrencyOrganization': (vm) => vm.program.schema.find('CurrencyType') !== null,
    'UserInfo.getDefaultCurrency': (vm) => vm.ports.database.userField('defaultcurrencyisocode') ?? 'USD',
    'UserInfo.getOrganizationName': () => 'Example',
    // A test has no session (unverified).
    'UserInfo.getSessionId': () => null,
    'UserInfo.getTimeZone': (vm) => {
      const text = vm.ports.database.userTimeZone();
      return new ApexObject(vm.program.platformType('TimeZone'), [], { text });
    },
    'UserInfo.getUiThemeDisplayed': () => 'Theme4d',
    'UserInfo.getUserRoleId': () => null,
    'TimeZone.getID': (_vm, self: ApexObject) => (self.native as { text: string }).text,
    'TimeZone.getDisplayName': (_vm, self: ApexObject) => (self.native as { text: string }).text,
    'UserInfo.getUserId': (vm) => vm.ports.database.userId(),
    'UserInfo.getProfileId': (vm) => vm.ports.database.userField('profileid'),
    'UserInfo.getLanguage': (vm) => vm.ports.database.userLanguage(),
    'UserInfo.getLocale': (vm) => vm.ports.database.userLocale().replace('-', '_'),
    'FeatureManagement.checkPermission': (vm, _self, name: string) =>
      vm.ports.database.rights().customPermission?.(name) ?? false,
    'UserInfo.getOrganizationId': () => ORGANIZATION_ID,
    'Request.getCurrent': (vm) => new ApexObject(vm.program.platformType('Request')),
    'Request.getRequestId': (vm) => vm.requestId,
    'Request.getQuiddity': (vm) => quiddity(vm),
    // A label that does not exist is an exception (aer-dist: System.Label.get). Its type is unverified.
    'Label.get': (vm, _self, _namespace: string, name: string, language?: string) => {
      const text = vm.ports.labels.find(name, language ?? vm.ports.database.userLanguage());
      if (text === null) throw vm.error('IllegalArgumentException', `Label ${name} does not exist`);
      return text;
    },
  },
};
