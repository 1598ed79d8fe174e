import { describe, expect, it } from 'vitest';
import { compile, debugged, failureOf } from '../testing/run-apex.ts';

const run = (members: string, body: string): string[] => debugged(body, { members });

describe('classes', () => {
  it('calls the overriding method, and the parent by super', () => {
    const members = `virtual class A { public virtual String name() { return 'a'; } public String twice() { return name() + name(); } }
      class B extends A { public override String name() { return super.name() + 'b'; } }`;
    expect(run(members, 'A x = new B(); System.debug(x.twice());')).toEqual(['abab']);
  });

  it('initializes the variables of the parent before those of the child', () => {
    const members = `virtual class A { public String x = 'a'; public A(String y) { x += y; } }
      class B extends A { public String z = 'z'; public B() { super('1'); z += x; } }`;
    expect(run(members, 'B b = new B(); System.debug(b.x + b.z);')).toEqual(['a1za1']);
  });

  it('initializes static variables once, at the first use', () => {
    const members =
      "class A { } static Integer made = make(); static Integer make() { System.debug('made'); return 1; }";
    expect(run(members, 'System.debug(made + made);')).toEqual(['made', '2']);
  });

  it('prefers the most specific overload to Object', () => {
    const members =
      "static String f(Object o) { return 'object'; } static String f(String s) { return 'text'; } static String f(Long l) { return 'long'; }";
    expect(run(members, "System.debug(f('a') + f(1) + f(true));")).toEqual(['textlongobject']);
  });

  it('calls accessors of properties, which read their own storage', () => {
    const members = `static Integer count { get { if (count == null) { count = 5; } return count; } set; }
      class P { public Integer x { get; set { x = value * 2; } } }`;
    expect(run(members, 'P p = new P(); p.x = 4; System.debug(count + p.x);')).toEqual(['13']);
  });

  it('inherits the constructors of Exception', () => {
    const members = 'class OddException extends Exception { }';
    expect(
      run(
        members,
        "try { throw new OddException('odd'); } catch (OddException e) { System.debug(e.getMessage() + ' ' + e.getTypeName()); }",
      ),
    ).toEqual(['odd MainTest.OddException']);
  });

  it('calls interfaces of the program and of the platform', () => {
    const members = `interface Shape { Integer area(); } class Square implements Shape { public Integer area() { return 4; } }
      class Word implements Comparable { public String text; public Word(String text) { this.text = text; }
        public Integer compareTo(Object other) { return text < ((Word) other).text ? -1 : 1; } }`;
    expect(
      run(
        members,
        "Shape s = new Square(); List<Word> w = new List<Word>{ new Word('b'), new Word('a') }; w.sort(); System.debug(s.area() + w[0].text);",
      ),
    ).toEqual(['4a']);
  });

  it('ends endless recursion', () => {
    expect(failureOf('f();', { members: 'static void f() { f(); }' })).toBe(
      'LimitException: Maximum stack depth reached: 1000',
    );
  });
});

describe('errors of a program', () => {
  const errorOf = (source: string): string => {
    try {
      compile({ 'A.cls': source });
    } catch (error) {
      return (error as Error).message;
    }
    return 'none';
  };

  it.each([
    ['class A { void f() { foo(); } }', 'A.cls:1: There is no method foo here.'],
    ['class A { void f() {\n Integer x = y; } }', 'A.cls:2: There is no variable y.'],
    ['class A { Strin x; }', 'A.cls:1: There is no type Strin.'],
    ["class A { void f() { 'a'.frobnicate(); } }", 'A.cls:1: There is no String.frobnicate().'],
    ['class A { void f() { Math.frob(1); } }', 'A.cls:1: There is no Math.frob(Integer).'],
    ["class A { Integer x = 'a'; }", 'A.cls:1: String cannot be assigned to Integer.'],
    ['class A { void f(Lead l) { l.Nope__c = 1; } }', 'A.cls:1: Lead has no Nope__c.'],
    ['class A { List<Lead> x = [SELECT Nope FROM Lead]; }', 'A.cls:1: Lead has no field Nope.'],
    ['class A { List<Lead> x = [SELECT Id FROM Leed]; }', 'A.cls:1: There is no object Leed.'],
    ['class A { String x = System.Label.Nope; }', 'A.cls:1: There is no label Nope.'],
    ['class A { void f() { Integer x; Integer x; } }', 'A.cls:1: The variable x is declared twice.'],
    ['class A { void f() { merge a b; } }', 'A.cls:1: The statement'],
    ['class A { void f() { ', 'A.cls:1: '],
    ['class A { Boolean x = 1 == true; }', 'A.cls:1: Integer == Boolean is not defined.'],
    ['class A { private class B { private Integer x; } } ', 'none'],
  ])('%s: %s', (source, message) => {
    expect(errorOf(source)).toContain(message);
  });

  it('keeps private members to their class, and @TestVisible ones to tests', () => {
    const files = { 'B.cls': 'class B { private static Integer x = 1; @TestVisible private static Integer y = 2; }' };
    expect(() => compile({ ...files, 'A.cls': 'class A { Integer z = B.x; }' })).toThrow('B.x is not visible here.');
    expect(() => compile({ ...files, 'A.cls': 'class A { Integer z = B.y; }' })).toThrow('B.y is not visible here.');
    expect(debugged('System.debug(B.y);', { files })).toEqual(['2']);
  });
});
