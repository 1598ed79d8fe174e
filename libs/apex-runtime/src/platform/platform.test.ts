import { describe, expect, it } from 'vitest';
import { debugged, failureOf, runTest, valueOf } from '../testing/run-apex.ts';
import { platformRegistry } from './platform.ts';

describe('platform', () => {
  it('has a signature for each member that has code', () => {
    debugged(
      'List<Object> a = new List<Object>(); Set<Object> b = new Set<Object>(); Map<Object, Object> c = new Map<Object, Object>();',
    );
    expect(platformRegistry().unusedCode).toEqual([]);
  });
});

describe('String', () => {
  it.each([
    ["String.format('It\\'\\'s {0} of {1}', new List<Object>{ 1, 'b' })", "It's 1 of b"],
    ["String.format('It\\'s {0}', new List<Object>{ 1 })", 'Its {0}'],
    ["'abc'.left(2) + 'abc'.right(1) + 'abc'.mid(1, 1)", 'abcb'],
    ["'a,b,,'.split(',').size()", '2'],
    ["'a😀b'.compareTo('a😀c')", '-1'],
    ["'ab'.compareTo('abcd')", '-2'],
    ["'a😀b'.difference('a😀c')", 'c'],
    ["String.getCommonPrefix(new List<String>{ 'abc', 'abd', 'ab' })", 'ab'],
    ["'Vice president'.split('[^A-Za-z]+')", '(Vice, president)'],
    ["'/problems/busy'.substringAfterLast('/')", 'busy'],
    ["'abcdefgh'.abbreviate(5)", 'ab...'],
    ["'7'.leftPad(3, '0')", '007'],
    ["'ab'.capitalize()", 'Ab'],
    ["'banana'.countMatches('an')", '2'],
    ["String.join(new List<Integer>{ 1, 2 }, '-')", '1-2'],
    ["String.isBlank('  ')", 'true'],
    ["'aXb'.replace('X', '-')", 'a-b'],
    ["'a1b22'.replaceAll('[0-9]+', '#')", 'a#b#'],
    ["'Abc'.containsIgnoreCase('aB')", 'true'],
    ["EncodingUtil.urlEncode('a/../b c', 'UTF-8')", 'a%2F..%2Fb+c'],
    ["Pattern.matches('[a-z]{2}', 'ab')", 'true'],
    ['UUID.randomUUID().toString().length()', '36'],
    ["Blob.valueOf('x').toString()", 'x'],
  ])('%s is %s', (expression, expected) => {
    expect(valueOf(expression)).toBe(expected);
  });

  it('rejects a pattern that it cannot translate', () => {
    expect(failureOf("Pattern.compile('a++');")).toContain('not supported by this runtime');
  });
});

describe('numbers', () => {
  it.each([
    ['(0.625 * 100).setScale(0, RoundingMode.HALF_UP)', '63'],
    ['(0.625 * 100).setScale(0)', '62'],
    ["Decimal.valueOf('12345').format()", '12,345'],
    ['(1.0).divide(3, 2)', '0.33'],
    ['Math.mod(-7, 3)', '-1'],
    ['Math.min(3, 2L)', '2'],
    ['Math.round(2.5)', '2'],
    ["Integer.valueOf('42') + 1", '43'],
    ['(2.50).stripTrailingZeros()', '2.5'],
    ['Math.abs(-1.5)', '1.5'],
  ])('%s is %s', (expression, expected) => {
    expect(valueOf(expression)).toBe(expected);
  });

  it('rejects text that is no number and a division by zero', () => {
    expect(failureOf("Integer.valueOf('4.2');")).toContain('TypeException: Invalid integer: 4.2');
    expect(failureOf('Decimal d = 1.0 / 0;')).toContain('MathException: Divide by 0');
  });
});

describe('collections', () => {
  it('keeps the order of insertion', () => {
    expect(valueOf("new Map<String, Integer>{ 'b' => 1, 'a' => 2 }.keySet()")).toBe('{b, a}');
  });

  it('compares by content', () => {
    expect(valueOf('new List<Integer>{ 1, 2 } == new List<Integer>{ 1, 2 }')).toBe('true');
    expect(valueOf('new Set<Integer>{ 1, 2 } == new Set<Integer>{ 2, 1 }')).toBe('true');
  });

  it('makes a map of records by id', () => {
    expect(
      valueOf(
        "new Map<Id, Lead>(new List<Lead>{ new Lead(Id = '00Q5g00000KpXc1EAF', Company = 'C') }).get('00Q5g00000KpXc1').Company",
      ),
    ).toBe('C');
  });

  it('fails at an index out of bounds', () => {
    expect(failureOf('new List<Integer>().get(0);')).toContain('ListException: List index out of bounds: 0');
  });
});

describe('Date and Datetime', () => {
  it.each([
    ["Datetime.newInstanceGmt(2026, 1, 31, 0, 0, 0).formatGmt('yyyy-MM-dd HH:mm')", '2026-01-31 00:00'],
    ['Date.newInstance(2026, 1, 31).addMonths(1)', '2026-02-28 00:00:00'],
    ['Date.newInstance(2026, 1, 1).daysBetween(Date.newInstance(2026, 3, 1))', '59'],
    ['Datetime.newInstance(0L).addHours(-1).getTime()', '-3600000'],
    ['Datetime.newInstance(2026, 7, 1, 12, 0, 0).hourGmt()', '19'],
    ['System.now().addDays(1) > System.now()', 'true'],
  ])('%s is %s', (expression, expected) => {
    expect(valueOf(expression)).toBe(expected);
  });
});

describe('JSON', () => {
  it.each([
    [
      "JSON.serialize(new Map<String, Object>{ 'b' => 1, 'a' => null, 'c' => new List<Object>{ 'x', true, 1.50 } })",
      '{"b":1,"a":null,"c":["x",true,1.50]}',
    ],
    [
      "JSON.serialize(new Lead(Company = 'C', NumberOfEmployees = 5))",
      '{"attributes":{"type":"Lead"},"Company":"C","NumberOfEmployees":5}',
    ],
    ['JSON.serialize(Datetime.newInstanceGmt(2026, 11, 23, 9, 30, 0))', '"2026-11-23T09:30:00.000Z"'],
    ["((Map<String, Object>) JSON.deserializeUntyped('{\"a\":1.10}')).get('a')", '1.10'],
    ["JSON.deserializeUntyped('3000000000') instanceof Long", 'true'],
  ])('%s', (expression, expected) => {
    expect(valueOf(expression)).toBe(expected);
  });

  it('reads classes, and ignores unknown members unless strict', () => {
    const members = 'class P { public String name; public List<Integer> n; }';
    const text = '\'{"name":"x","n":[1,2],"more":0}\'';
    expect(debugged(`P p = (P) JSON.deserialize(${text}, P.class); System.debug(p.name + p.n);`, { members })).toEqual([
      'x(1, 2)',
    ]);
    expect(failureOf(`JSON.deserializeStrict(${text}, P.class);`, { members })).toContain('JSONException');
  });

  it('rejects what is not JSON or has another type', () => {
    expect(failureOf("JSON.deserializeUntyped('{');")).toContain('JSONException');
    expect(failureOf('JSON.deserialize(\'"yesterday"\', Datetime.class);')).toContain('JSONException');
  });
});

describe('labels', () => {
  it('are in the language of the user', () => {
    const user =
      "User u = [SELECT Id FROM User WHERE Id = :UserInfo.getUserId() WITH SYSTEM_MODE]; update as system new User(Id = u.Id, LanguageLocaleKey = 'de');";
    expect(debugged(`System.debug(System.Label.Greeting); ${user} System.debug(System.Label.Greeting);`)).toEqual([
      'Hello, {0}',
      'Hallo, {0}',
    ]);
    expect(failureOf("System.Label.get('', 'Nope');")).toContain('Label Nope does not exist');
  });
});

describe('what depends on the org or is not supported', () => {
  it.each([
    ['en_US', 29],
    ['de_DE', 23],
  ])('starts a week in the locale %s as usual there', (locale, day) => {
    const body = `User u = new User(Username = 'x@example.com', LastName = 'X', Alias = 'x', Email = 'x@example.com',
        LocaleSidKey = '${locale}', LanguageLocaleKey = 'en_US', TimeZoneSidKey = 'UTC', EmailEncodingKey = 'UTF-8',
        ProfileId = UserInfo.getProfileId());
      insert as system u;
      System.runAs(u) { System.debug(Date.newInstance(2026, 11, 29).toStartOfWeek().day()); }`;
    expect(debugged(body)).toEqual([String(day)]);
  });

  it('reports that a record is not in the recycle bin', () => {
    const body = `Lead l = new Lead(LastName = 'A', Company = 'B'); insert as system l;
      System.debug(Database.emptyRecycleBin(new List<Lead>{ l })[0].isSuccess());
      delete as system l;
      System.debug(Database.emptyRecycleBin(new List<Lead>{ l })[0].isSuccess());`;
    expect(debugged(body)).toEqual(['false', 'true']);
  });

  it('rejects a client certificate, which no callout would send', () => {
    expect(failureOf("new HttpRequest().setClientCertificateName('Mine');")).toMatch(/Client certificates/);
  });

  it('names the line of a query with a date literal in a list', () => {
    expect(() => runTest('\nList<Lead> l = [SELECT Id FROM Lead WHERE CreatedDate IN (TODAY)];')).toThrow(
      /MainTest\.cls:[1-9]/,
    );
  });
});

describe('Schema', () => {
  it('finds an object by its name, whatever its case, and none that the org does not have', () => {
    expect(valueOf("Schema.getGlobalDescribe().get('account').getDescribe().getName()")).toBe('Account');
    expect(valueOf("Schema.getGlobalDescribe().get('NoSuchName') == null")).toBe('true');
    expect(valueOf("Schema.describeSObjects(new List<String>{ 'Lead' })[0].getName()")).toBe('Lead');
  });
});
