import type { Vm } from '../run/vm.ts';
import type { LimitName } from '../run/limits.ts';
import { isEqual } from '../values/compare.ts';
import { textOf } from '../values/text.ts';
import { ApexDatetime, ApexObject, type ApexEnum, type Value } from '../values/values.ts';
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
  vm.log.push(second === undefined ? textOf(first) : `${(first as ApexEnum).name}: ${textOf(second)}`);
};

/** Apex Reference Guide: System, Assert, Limits, UserInfo, FeatureManagement, Request. */
export const system: Library = {
  signatures: `
    enum LoggingLevel NONE, ERROR, WARN, INFO, DEBUG, FINE, FINER, FINEST
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
    class Limits
    ${Object.keys(COUNTED)
      .map((name) => `static Integer get${name}()\nstatic Integer getLimit${name}()`)
      .join('\n')}
    class UserInfo
    static Id getUserId()
    static Id getProfileId()
    static String getUserName()
    static String getLanguage()
    static String getLocale()
    static Id getOrganizationId()
    static String getUserType()
    class FeatureManagement
    static Boolean checkPermission(String)
    class Request
    static Request getCurrent()
    String getRequestId()
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
    'System.isFuture': () => false,
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
    'UserInfo.getUserId': (vm) => vm.ports.database.userId(),
    'UserInfo.getProfileId': (vm) => vm.ports.database.userField('profileid'),
    'UserInfo.getUserName': (vm) => vm.ports.database.userField('username'),
    'UserInfo.getLanguage': (vm) => vm.ports.database.userLanguage(),
    'UserInfo.getLocale': (vm) => vm.ports.database.userLocale().replace('-', '_'),
    'UserInfo.getUserType': (vm) => vm.ports.database.userField('usertype'),
    'FeatureManagement.checkPermission': (vm, _self, name: string) =>
      vm.ports.database.rights().customPermission?.(name) ?? false,
    'UserInfo.getOrganizationId': () => '00D000000000001EAA',
    'Request.getCurrent': (vm) => new ApexObject(vm.program.platformType('Request')),
    'Request.getRequestId': (vm) => vm.requestId,
    // A label that does not exist is an exception (aer-dist: System.Label.get). Its type is unverified.
    'Label.get': (vm, _self, _namespace: string, name: string, language?: string) => {
      const text = vm.ports.labels.find(name, language ?? vm.ports.database.userLanguage());
      if (text === null) throw vm.error('IllegalArgumentException', `Label ${name} does not exist`);
      return text;
    },
  },
};
