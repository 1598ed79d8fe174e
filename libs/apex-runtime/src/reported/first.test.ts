import { describe, expect, it } from 'vitest';
import { debugged, failureOf, valueOf } from '../testing/run-apex.ts';

/**
 * Behaviour of real orgs that users of another runtime reported in the issues of octoberswimmer/aer-dist, whose numbers these
 * are. The code is our own.
 */
describe('behaviour reported in the issues of aer-dist', () => {
  it('#97 prefers the overload for a parent class to the one for Object', () => {
    const members = `virtual class A { } class B extends A { }
      static String f(Object o) { return 'object'; } static String f(A a) { return 'parent'; }`;
    expect(valueOf('f(new B())', { members })).toBe('parent');
  });

  it('#127 picks the overload by the declared type of what another class returns', () => {
    const members = `class Items { }
      static Object prepare(Object value) { return value; } static Items prepare(Items value) { return value; }
      static String take(Object o) { return 'object'; } static String take(Items i) { return 'items'; }
      class Inner { String run() { return MainTest.take(MainTest.prepare(new Items())); } }`;
    expect(valueOf('new Inner().run()', { members })).toBe('items');
  });

  it('#419 prefers a list of the object to a list of SObjectType', () => {
    const members = `static String f(List<Lead> l) { return 'leads'; } static String f(List<SObjectType> l) { return 'types'; }`;
    expect(valueOf('f(new List<Lead>())', { members })).toBe('leads');
  });

  it('#443 calls the inherited instance method although the child has a static one of the same signature', () => {
    const files = {
      'P.cls': "public virtual class P { public String get(String n) { return 'instance ' + n; } }",
      'C.cls': 'public class C extends P { public static String get(String n) { return (new C()).get(n); } }',
    };
    expect(valueOf("C.get('x')", { files })).toBe('instance x');
  });

  it('#345 divides Decimals to 34 digits, the last one rounded', () => {
    expect(debugged('Decimal a = 31; System.debug(1 / a); System.debug((1 / a).scale());')).toEqual([
      '0.0322580645161290322580645161290323',
      '34',
    ]);
  });

  it('#137 names the object of a field that does not belong to the record', () => {
    expect(failureOf("new Contact(LastName = 'x').get(Account.Name);")).toContain(
      'Account.Name does not belong to SObject type Contact',
    );
  });

  it('#171 and #182 give the message and the field of addError with a field', () => {
    const files = {
      'T.trigger': `trigger T on Lead(before insert, before update) {
        for (Lead l : Trigger.new) { if (l.Title == 'bad') { l.addError(Lead.Title, 'Not this title'); } } }`,
    };
    const lead = "new Lead(LastName = 'a', Company = 'b', Title = 'bad')";
    expect(
      debugged(`try { insert as system ${lead}; } catch (DmlException e) { System.debug(e.getDmlMessage(0)); }`, {
        files,
      }),
    ).toEqual(['Not this title']);
    expect(failureOf(`insert as system ${lead};`, { files })).toContain('Not this title: [Title]');
  });

  it('#389 keeps in a clone which fields were queried', () => {
    const body = `insert as system new Lead(LastName = 'a', Company = 'b');
      Lead queried = [SELECT Id FROM Lead WITH SYSTEM_MODE]; Lead copy = queried.clone(); String s = copy.Company;`;
    expect(failureOf(body)).toContain('without querying the requested field: Lead.Company');
  });

  it('#173 serializes maps in the order of insertion', () => {
    expect(valueOf("JSON.serialize(new Map<String, Object>{ 'z' => 1, 'a' => 2 })")).toBe('{"z":1,"a":2}');
  });

  it('#126 gives the name of an object for its class', () => {
    expect(valueOf('String.valueOf(Lead.class)')).toBe('Lead');
    expect(valueOf('Lead.SObjectType.getDescribe().getName()')).toBe('Lead');
  });

  it('#273 runs a job with values of type Object', () => {
    const members = `class J implements Queueable { Map<String, Object> data = new Map<String, Object>{ 'a' => 1, 'b' => 'x' };
      public void execute(QueueableContext c) { System.debug(data); } }`;
    expect(debugged('Test.startTest(); System.enqueueJob(new J()); Test.stopTest();', { members })).toEqual([
      '{a=1, b=x}',
    ]);
  });
});
