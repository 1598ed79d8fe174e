import { describe, expect, it } from 'vitest';
import { createOrg, NO_RULES, PROFILES, schemaOf } from '../apex-tests/org-shape.ts';
import { Program } from '../compile/program.ts';
import type { OrgMetadata } from '../database/metadata.ts';
import type { BoundQuery } from '../database/query.ts';
import { labelsOf } from '../database/labels.ts';
import { parseUnit } from '../parse/parse.ts';
import { runBackground, runScheduled, takeScheduled } from '../run/background.ts';
import { Vm } from '../run/vm.ts';
import { METADATA } from '../testing/run-apex.ts';
import { callAura, type AuraResponse } from './aura-call.ts';

const SOURCE = `
public with sharing class Desk {
  public virtual class Parent { @AuraEnabled public String parent = 'p'; }
  public class Card extends Parent {
    @AuraEnabled public Integer count = 3;
    @AuraEnabled public Decimal share = 0.250;
    @AuraEnabled public String missing;
    @AuraEnabled public Datetime at = Datetime.newInstanceGmt(2026, 11, 23, 9, 30, 0);
    @AuraEnabled public List<String> names = new List<String>{ 'a', null };
    @AuraEnabled public Map<String, Object> more = new Map<String, Object>{ 'x' => 1, 'none' => null };
    @AuraEnabled public String upper { get { return 'U'; } }
    public String secret = 's';
  }
  public class Input {
    @AuraEnabled public String text { get; set; }
    @AuraEnabled public Integer number { get; set; }
    @AuraEnabled public String notAProperty;
    public String notEnabled { get; set; }
  }
  public class TooMuch extends Exception {}

  @AuraEnabled public static Card card() { return new Card(); }
  @AuraEnabled public static String echo(Input input, Id leadId) {
    return input.text + input.number + input.notAProperty + input.notEnabled + leadId;
  }
  @AuraEnabled public static Object untyped(Map<String, Object> fields) { return fields; }
  @AuraEnabled public static void nothing() {}
  @AuraEnabled public static void handled() {
    AuraHandledException shown = new AuraHandledException('Sorry.');
    shown.setMessage('Sorry.');
    throw shown;
  }
  @AuraEnabled public static void fails() { String s; s.length(); }
  @AuraEnabled public static void own() { throw new TooMuch('2'); }
  @AuraEnabled public static void savesAndFails() {
    insert as system new Lead(LastName = 'A', Company = 'B');
    throw new TooMuch('x');
  }
  @AuraEnabled public static void publishesAndFails() {
    EventBus.publish(new Ping__e());
    throw new TooMuch('x');
  }
  @AuraEnabled public static Lead converted() {
    return new Lead(LastName = 'A', ConvertedAccount = new Account(Name = 'B'));
  }
  @AuraEnabled public static String malformed() {
    try { return (String) JSON.deserializeUntyped('nothing'); } catch (JSONException e) { return e.getMessage(); }
  }
  @AuraEnabled public static void later() {
    insert as system new Lead(LastName = 'A', Company = 'B');
    System.enqueueJob(new Later());
    System.schedule('hourly', '0 20 * * * ?', new Later());
  }
  public static void notEnabled() {}
}`;
const LATER = `
public class Later implements Queueable, Schedulable {
  public void execute(QueueableContext context) { System.debug('ran'); }
  public void execute(SchedulableContext context) { System.debug('on time'); }
}`;

const PINGS = "trigger Pings on Ping__e(after insert) { System.debug('delivered'); }";

const metadata: OrgMetadata = {
  ...METADATA,
  classes: ['Desk'],
  permissionSets: [{ name: 'Desk', label: 'Desk', classes: ['Desk'], objects: [], fields: [] }],
};

function vmOf(isAssigned = true): Vm {
  const org = { name: 'test', metadata, rules: NO_RULES, profiles: PROFILES };
  const units = Object.entries({ 'Desk.cls': SOURCE, 'Later.cls': LATER, 'Pings.trigger': PINGS });
  const program = new Program(
    units.map(([file, source]) => ({ file, node: parseUnit(source, file) })),
    schemaOf(org),
  );
  program.check();
  const database = createOrg(org, program.schema, () => 0);
  const [set] = [...database.store.rows('PermissionSet')].filter(({ fields }) => fields.get('name') === 'Desk');
  if (isAssigned) {
    database.seed('PermissionSetAssignment', { AssigneeId: database.userId(), PermissionSetId: set?.id ?? null });
  }
  return new Vm(program, {
    schema: program.schema,
    database,
    clock: { now: () => 0 },
    random: { next: () => 0.5 },
    labels: labelsOf(metadata),
    callouts: { send: () => ({ status: 200, statusText: 'OK', headers: {}, body: '' }) },
  });
}

const call = (methodName: string, parameters: object = {}, vm = vmOf()): AuraResponse | null =>
  callAura(vm, { className: 'Desk', methodName, parameters: parameters as Record<string, unknown> });

describe('callAura', () => {
  it('returns what is enabled, without null', () => {
    expect(call('card')).toEqual({
      ok: true,
      result: {
        parent: 'p',
        count: 3,
        share: 0.25,
        at: '2026-11-23T09:30:00.000Z',
        names: ['a'],
        more: { x: 1 },
        upper: 'U',
      },
    });
    expect(call('nothing')).toEqual({ ok: true, result: null });
  });

  it('names related records as the schema does', () => {
    const result = { LastName: 'A', ConvertedAccount: { Name: 'B' } };
    expect(call('converted')).toEqual({ ok: true, result });
  });

  it('words the error of malformed JSON as in a test', () => {
    expect(call('malformed')).toMatchObject({ result: expect.stringContaining("Unrecognized token 'nothing'") });
  });

  it('fills enabled properties of parameters', () => {
    const input = { text: 'a', number: 7, notAProperty: 'b', notEnabled: 'c', unknown: 1 };
    const id = '00Q5g0000000001';
    expect(call('echo', { input, leadId: id })).toEqual({ ok: true, result: `a7nullnull${id}EAA` });
    expect(call('untyped', { fields: { a: 1.5, b: null, c: ['x'] } })).toEqual({
      ok: true,
      result: { a: 1.5, c: ['x'] },
    });
  });

  it.each([
    [{ leadId: 'no id' }, "Value provided is invalid for action parameter 'leadId' of type 'Id'"],
    [{ input: { number: 'seven' } }, "Value provided is invalid for action parameter 'input' of type 'Desk.Input'"],
  ])('refuses %j', (parameters, message) => {
    expect(call('echo', parameters)).toEqual({ ok: false, error: { message } });
  });

  it('describes exceptions, and AuraHandledException without a stack trace', () => {
    expect(call('handled')).toEqual({
      ok: false,
      error: { message: 'Sorry.', exceptionType: 'System.AuraHandledException', isUserDefinedException: false },
    });
    expect(call('fails')).toEqual({
      ok: false,
      error: {
        message: 'Attempt to de-reference a null object',
        exceptionType: 'System.NullPointerException',
        isUserDefinedException: false,
        stackTrace: expect.stringContaining('Class.Desk.fails: line'),
      },
    });
    expect(call('own')).toMatchObject({ error: { exceptionType: 'Desk.TooMuch', isUserDefinedException: true } });
  });

  it('needs access to the class', () => {
    expect(call('card', {}, vmOf(false))).toEqual({
      ok: false,
      error: { message: "You do not have access to the Apex class named 'Desk'." },
    });
  });

  it.each(['notEnabled', 'missing', 'CARD'])('has no method %s', (name) => {
    expect(call(name)).toBeNull();
  });

  it('undoes what a failed call has saved', () => {
    const vm = vmOf();
    const leads = () =>
      vm.ports.database.find({ ...ALL_LEADS, object: vm.program.schema.find('Lead')! }, SYSTEM).length;
    call('savesAndFails', {}, vm);
    expect(leads()).toBe(0);
    call('later', {}, vm);
    expect(leads()).toBe(1);
  });
});

describe('a failed call', () => {
  it('delivers no events', () => {
    const vm = vmOf();
    call('publishesAndFails', {}, vm);
    runBackground(vm);
    expect(vm.log).toEqual([]);
  });
});

const SYSTEM = { mode: 'system', sharing: false } as const;
const ALL_LEADS: Omit<BoundQuery, 'object'> = {
  select: [],
  where: null,
  groupBy: [],
  orderBy: [],
  limit: null,
  offset: 0,
  allRows: false,
  mode: 'system',
};

describe('runBackground', () => {
  it('runs queueable jobs after the call, and leaves scheduled ones to the caller', () => {
    const vm = vmOf();
    call('later', {}, vm);
    expect(vm.log).toEqual([]);
    expect(takeScheduled(vm)).toEqual(['Later']);
    runBackground(vm);
    expect(vm.log).toEqual(['ran']);
  });

  it('runs a scheduled job when asked', () => {
    const vm = vmOf();
    runScheduled(vm, 'Later');
    expect(vm.log).toEqual(['on time']);
  });
});
