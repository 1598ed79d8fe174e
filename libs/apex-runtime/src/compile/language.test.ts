import { describe, expect, it } from 'vitest';
import { debugged, failureOf, runTest, valueOf } from '../testing/run-apex.ts';

describe('expressions', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['7 / 2', '3'],
    ['2147483647 + 1', '-2147483648'],
    ['3000000000L + 1', '3000000001'],
    ['1.50 + 1', '2.50'],
    ['10 / 4.0', '2.5'],
    ["1 + '1' + 1", '111'],
    ["null + 'a'", 'nulla'],
    ["'abc' == 'ABC'", 'true'],
    ["'b' > 'A'", 'true'],
    ['1 == 1.0', 'true'],
    ["(String) null ?? 'other'", 'other'],
    ['true && !false || false', 'true'],
    ['5 > 3 ? 1 : 2', '1'],
    ['(Long) 5 * 2', '10'],
    ['(Integer) 3.9', '3'],
    ['-5 - -3', '-2'],
    ['6 & 3', '2'],
    ['1 << 4', '16'],
  ])('%s is %s', (expression, expected) => {
    expect(valueOf(expression)).toBe(expected);
  });

  it('compares texts exactly in sets, maps and Assert', () => {
    expect(valueOf("new Set<String>{ 'a' }.contains('A')")).toBe('false');
    expect(valueOf("new Map<String, Integer>{ 'a' => 1 }.get('A')")).toBe('null');
    expect(failureOf("Assert.areEqual('a', 'A');")).toContain('Expected: a, Actual: A');
  });

  it('steps before or after the value is read', () => {
    expect(debugged('Integer i = 1; System.debug(i++); System.debug(i); System.debug(--i);')).toEqual(['1', '2', '1']);
  });

  it('evaluates the rest of a chain only if `?.` met a value', () => {
    expect(
      debugged("String s = null; System.debug(s?.trim().left(2)); s = ' ab '; System.debug(s?.trim().left(1));"),
    ).toEqual(['null', 'a']);
  });

  it('fails where a member of the chain is null and has no `?.`', () => {
    const members = 'class Box { String text; String getText() { return text; } }';
    expect(failureOf('Box b = new Box(); b?.getText().trim();', { members })).toContain('NullPointerException');
  });

  it('assigns with an operator', () => {
    expect(debugged("Integer i = 1; i += 2; String s = 'a'; s += 1; System.debug(i + s);")).toEqual(['3a1']);
  });

  it('tests the form of a text with instanceof Id', () => {
    expect(
      debugged(
        "String s = '00Q5g00000KpXc1EAF'; System.debug(s instanceof Id); s = 'row-7'; System.debug(s instanceof Id);",
      ),
    ).toEqual(['true', 'false']);
  });

  it('gives an id of 15 characters its 18', () => {
    expect(valueOf("(Id) '00Q5g00000KpXc1'")).toBe('00Q5g00000KpXc1EAF');
    expect(failureOf("Id x = 'nonsense';")).toContain('StringException: Invalid id: nonsense');
  });

  it('fails at a cast to another type', () => {
    expect(failureOf("Object o = 'a'; Integer i = (Integer) o;")).toContain(
      'TypeException: Invalid conversion from runtime type String to Integer',
    );
  });
});

describe('statements', () => {
  it('runs loops with break and continue', () => {
    expect(
      debugged(
        'Integer sum = 0; for (Integer i = 0; i < 10; i++) { if (i == 2) { continue; } if (i == 5) { break; } sum += i; } System.debug(sum);',
      ),
    ).toEqual(['8']);
    expect(debugged('Integer i = 0; do { i++; } while (i < 3); System.debug(i);')).toEqual(['3']);
  });

  it('chooses by value, by enum and by type in a switch', () => {
    const members = `enum Color { RED, BLUE }
      static String of(Color c) { switch on c { when RED { return 'r'; } when else { return 'other'; } } }
      static String kind(Object o) { switch on o { when Integer i { return 'i' + i; } when String s { return s; } when else { return '-'; } } }
      static String digit(Integer i) { switch on i { when 1, 2 { return 'low'; } when else { return 'high'; } } }`;
    expect(
      debugged(
        "System.debug(of(Color.RED) + of(Color.BLUE) + kind(7) + kind('x') + kind(true) + digit(2) + digit(3));",
        { members },
      ),
    ).toEqual(['rotheri7x-lowhigh']);
  });

  it('runs finally after return and after an exception', () => {
    const members = "static String f() { try { return 'a'; } finally { System.debug('last'); } }";
    expect(debugged('System.debug(f());', { members })).toEqual(['last', 'a']);
    expect(failureOf("try { throw new MathException('x'); } finally { System.debug('last'); }")).toBe(
      'MathException: x',
    );
  });

  it('catches by type, in the order of the source', () => {
    expect(
      debugged(
        "try { Integer i = 1 / 0; } catch (DmlException e) { System.debug('no'); } catch (Exception e) { System.debug(e.getTypeName()); }",
      ),
    ).toEqual(['System.MathException']);
  });

  it('lets no code catch a failed assertion or a limit', () => {
    expect(failureOf("try { Assert.fail('x'); } catch (Exception e) { System.debug('caught'); }")).toContain(
      'AssertException',
    );
    expect(failureOf('try { while (true) { Integer i = 1; } } catch (Exception e) { }')).toContain(
      'LimitException: Apex CPU',
    );
  });

  it('means the class or the namespace where a variable of its name has no such member', () => {
    expect(
      debugged(`String test = 'a'; Test.startTest(); Test.stopTest(); Integer system = 3; System.debug(system + test.length());
        System.debug(System.Label.Greeting.length()); System.debug(System.Limits.getQueries());
        Integer limits = 4; System.debug(limits + Limits.getQueries());`),
    ).toEqual(['4', '10', '0', '4']);
  });

  it('prefers a member of the variable', () => {
    expect(debugged("String string = 'a'; System.debug(String.length());")).toEqual(['1']);
  });

  it('has no member that neither the variable nor the class has', () => {
    expect(() => runTest("String test = 'a'; Test.begin();")).toThrow('There is no Test.begin');
  });

  it('reads the items of a loop before its variable hides a type', () => {
    const members = 'enum Method { GET, PUT }';
    expect(debugged('for (Method method : Method.values()) { System.debug(method.name()); }', { members })).toEqual([
      'GET',
      'PUT',
    ]);
  });
});
