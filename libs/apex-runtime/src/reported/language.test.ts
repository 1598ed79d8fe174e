import { describe, expect, it } from 'vitest';
import { compile, debugged, failureOf, runTest, valueOf } from '../testing/run-apex.ts';

/** Issues of octoberswimmer/aer-dist about the language; the numbers are theirs, the code is our own. */
describe('the language as users of aer-dist reported it', () => {
  it('#4 gives the name and the message of an exception as text, and the stack of the place that created it', () => {
    const members = `static String later(Exception e) { return e.getStackTraceString(); }`;
    expect(
      debugged(
        `String s; Exception e; try { s.trim(); } catch (Exception c) { e = c; }
        System.debug(String.valueOf(e)); System.debug(later(e) == e.getStackTraceString());`,
        { members },
      ),
    ).toEqual(['System.NullPointerException: Attempt to de-reference a null object', 'true']);
  });

  it('#16 fails with NoSuchElementException for an enum value from null', () => {
    const body = 'try { E.valueOf(null); } catch (NoSuchElementException e) { System.debug(e.getMessage()); }';
    expect(debugged(body, { members: 'enum E { ONE, TWO }' })).toEqual(['No enum value found called null']);
  });

  it('#44 compares maps of lists and of arrays', () => {
    expect(
      valueOf(
        "new Map<String, List<String>>{ 'a' => new List<String>{ 'b' } } == new Map<String, String[]>{ 'a' => new String[]{ 'b' } }",
      ),
    ).toBe('true');
  });

  it('#84 refuses the whole program for one test class that does not compile, with the place', () => {
    const files = { 'Bad.cls': '@IsTest private class Bad { @IsTest static void a() { Unknown x; } }' };
    expect(() => runTest('System.debug(1);', { files })).toThrow('Bad.cls:1: There is no type Unknown.');
  });

  it('#90 accepts testFor with an interface', () => {
    const files = {
      'I.cls': 'public interface I { void a(); }',
      'ITest.cls': "@IsTest(testFor='ApexClass:I') private class ITest { @IsTest static void a() { } }",
    };
    expect(() => compile(files)).not.toThrow();
  });

  it('#96 lets an exception implement an interface by the methods of Exception', () => {
    const files = {
      'Told.cls': 'public interface Told { String getMessage(); }',
      'ToldException.cls': 'public class ToldException extends Exception implements Told { }',
    };
    expect(debugged("Told t = new ToldException('x'); System.debug(t.getMessage());", { files })).toEqual(['x']);
  });

  it('#119 refuses newInstance of a class without a constructor without parameters', () => {
    const members = 'public class A { public A(String s) { } }';
    expect(failureOf('A.class.newInstance();', { members })).toContain('TypeException');
  });

  it.each([
    ['#122', 'an interface and the interface it extends', 'interface P { } interface C extends P { }'],
    ['#130', 'a class and the class it extends', 'public virtual class P { } public virtual class C extends P { }'],
  ])('%s makes a stub an instance of %s', (_number, _what, types) => {
    const members = `${types} class Stub implements System.StubProvider { public Object handleMethodCall(Object o, String n,
      Type r, List<Type> t, List<String> p, List<Object> a) { return null; } }`;
    expect(
      debugged('Object s = Test.createStub(C.class, new Stub()); System.debug(s instanceof P);', { members }),
    ).toEqual(['true']);
  });

  it('#163 finds an interface that the class of the grandparent contains', () => {
    const files = {
      'G.cls': 'public virtual class G { public interface Inner { String a(); } }',
      'P.cls': 'public virtual class P extends G { }',
      'C.cls': 'public class C extends P { public Inner held; public C(Inner i) { held = i; } }',
    };
    const members = "class Mock implements G.Inner { public String a() { return 'mock'; } }";
    expect(valueOf('new C(new Mock()).held.a()', { files, members })).toBe('mock');
  });

  it('#302 concatenates the result of the null coalescing operator', () => {
    expect(debugged("String a = 'test'; String b = ((a ?? '') + 5); System.debug(b);")).toEqual(['test5']);
  });

  it('#371 tells the class of the platform from an inner class of the same name', () => {
    const files = {
      'Db.cls': `public class Db { public class AggregateResult { public Integer size;
        public AggregateResult(Schema.AggregateResult row) { size = row.getPopulatedFieldsAsMap().size(); } } }`,
    };
    expect(
      debugged(
        `insert as system new Lead(LastName = 'a', Company = 'b');
        for (AggregateResult r : [SELECT COUNT(Id) n FROM Lead WITH SYSTEM_MODE]) System.debug(new Db.AggregateResult(r).size);`,
        { files },
      ),
    ).toEqual(['1']);
  });

  it('#375 gives the line that threw, not that of the try', () => {
    const body = "try {\n  Integer i = 1;\n  throw new IllegalArgumentException('x');\n} finally { }";
    expect(runTest(body).failure).toContain('line 6');
  });

  it.each([
    ["Integer i = 'a';", 'String cannot be assigned to Integer.'],
    ["Iterable<String> t = System.debug('x');", 'void cannot be assigned to Iterable.'],
  ])('#391 rejects %s', (body, message) => {
    expect(() => runTest(body)).toThrow(message);
  });

  it('#428 debugs an object by its own toString', () => {
    const members = "class A { public override String toString() { return 'aaa'; } }";
    expect(
      debugged("System.debug(new A()); System.debug('' + new A()); System.debug(String.valueOf(new A()));", {
        members,
      }),
    ).toEqual(['aaa', 'aaa', 'aaa']);
  });

  it('#434 writes the name of a generic type without a space', () => {
    expect(valueOf('Map<Id, Id>.class.toString()')).toBe('Map<Id,Id>');
    expect(valueOf("Type.forName('Map<Id, Id>').toString()")).toBe('Map<Id,Id>');
  });

  it('#460 picks the constructor by the declared type of a property that is null', () => {
    const members = `class A { public String chosen; public A(Account a) { chosen = 'Account'; } public A(Id i) { chosen = 'Id'; } }
      class W { public Id recordId { get; set; } }`;
    expect(valueOf('new A(new W().recordId).chosen', { members })).toBe('Id');
  });

  it('#467 picks the constructor for picklists that are blank', () => {
    const members = `class A { public String chosen; public A(String a, String b) { chosen = 'texts'; }
      public A(String a, SObject b) { chosen = 'record'; } }`;
    expect(debugged('Lead l = new Lead(); System.debug(new A(l.Industry, l.Rating).chosen);', { members })).toEqual([
      'texts',
    ]);
  });

  it.each([
    ['Integer m = 1; m;', 'Expression cannot be a statement.'],
    ['Integer m = 1; (m++)++;', '++ needs a variable.'],
    ['Integer m = 1; -m++ ;', 'Expression cannot be a statement.'],
  ])('#482 rejects %s', (body, message) => {
    expect(() => runTest(body)).toThrow(message);
  });

  it('#491 finds a type next to the inner class that is extended', () => {
    const files = {
      'Envelope.cls': 'public class Envelope { public abstract class Base { } public virtual class Fault { } }',
      'Detail.cls': 'public class Detail extends Envelope.Base { public Fault fault = null; }',
    };
    expect(valueOf('new Detail().fault', { files })).toBe('null');
  });

  it('#212 reads a record although a class has the name of its object', () => {
    const files = { 'Campaign.cls': 'public class Campaign { }' };
    const body = `Map<Id, SObject> m = (Map<Id, SObject>) JSON.deserializeStrict(
      '{"701000000000001AAA":{"attributes":{"type":"Campaign"},"Name":"x"}}', Map<Id, SObject>.class);
      System.debug(m.values()[0].get('Name'));`;
    expect(debugged(body, { files })).toEqual(['x']);
  });
});
