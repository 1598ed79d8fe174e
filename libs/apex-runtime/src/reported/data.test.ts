import { describe, expect, it } from 'vitest';
import { debugged, failureOf, valueOf } from '../testing/run-apex.ts';

const LEAD = "new Lead(LastName = 'a', Company = 'b')";
const USER = `Profile p = [SELECT Id FROM Profile WHERE Name = 'Standard User' WITH SYSTEM_MODE];
  User u = new User(Username = 'x@example.com', LastName = 'x', Alias = 'x', Email = 'x@example.com', EmailEncodingKey = 'UTF-8',
  LanguageLocaleKey = 'en_US', LocaleSidKey = 'en_US', TimeZoneSidKey = 'UTC', ProfileId = p.Id); insert as system u;`;

/** Issues of octoberswimmer/aer-dist about records, triggers and jobs; the numbers are theirs, the code is our own. */
describe('data as users of aer-dist reported it', () => {
  it('#58 reads child records with a subquery', () => {
    const body = `Account a = new Account(Name = 'x'); insert as system a;
      insert as system new Contact(LastName = 'y', AccountId = a.Id);
      for (Account found : [SELECT Name, (SELECT LastName FROM Contacts) FROM Account WITH SYSTEM_MODE])
        System.debug(found.Contacts[0].LastName);`;
    expect(debugged(body)).toEqual(['y']);
  });

  it.each([
    ['#131', "Database.countQuery('SELECT COUNT() FROM Lead', AccessLevel.SYSTEM_MODE)"],
    ['#197', '[SELECT COUNT() FROM Lead WITH SYSTEM_MODE]'],
  ])('%s keeps the sharing of runAs in a class that inherits it', (_number, count) => {
    const files = {
      'Counter.cls': `public inherited sharing class Counter { public Integer count() { return ${count}; } }`,
    };
    expect(
      debugged(`${USER} insert as system ${LEAD}; System.runAs(u) { System.debug(new Counter().count()); }`, {
        files,
        rules: { sharing: { Lead: 'private' } },
      }),
    ).toEqual(['0']);
  });

  it.each([
    ['before insert', `insert as system ${LEAD};`],
    ['after undelete', `Lead l = ${LEAD}; insert as system l; delete as system l; undelete as system l;`],
  ])('#190 rejects in %s by addError with three parameters', (event, body) => {
    const files = {
      'T.trigger': `trigger T on Lead(${event}) { for (Lead l : Trigger.new) l.addError(Lead.Title, 'No', false); }`,
    };
    expect(failureOf(body, { files })).toContain('No: [Title]');
  });

  it('#202 passes an error of a nested update on as an error of the trigger', () => {
    const files = {
      'T.trigger': `trigger T on Lead(after insert, before update) { if (Trigger.isInsert) { List<Lead> again = new List<Lead>();
        for (Lead l : Trigger.new) again.add(new Lead(Id = l.Id, Title = 'x')); update as system again; }
        else for (Lead l : Trigger.new) l.addError(Lead.Title, 'disallowed'); }`,
    };
    const failure = failureOf(`insert as system ${LEAD};`, { files });
    expect(failure).toContain('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
    expect(failure).toContain('FIELD_CUSTOM_VALIDATION_EXCEPTION, disallowed: [Title]');
  });

  it('#208 runs a job as the user who enqueued it', () => {
    const members =
      'class J implements Queueable { public void execute(QueueableContext c) { System.debug(UserInfo.getUserName()); } }';
    expect(
      debugged(`${USER} Test.startTest(); System.runAs(u) { System.enqueueJob(new J()); } Test.stopTest();`, {
        members,
      }),
    ).toEqual(['x@example.com']);
  });

  it('#221 reads in user mode by default from API version 67', () => {
    const body = `${USER} insert as system new Account(Name = 'x'); System.runAs(u) { List<Account> a = [SELECT Id FROM Account]; }`;
    expect(failureOf(body)).toContain("sObject type 'Account' is not supported");
  });

  it('#294 gives each scheduled job an id of its own', () => {
    const members = 'class S implements Schedulable { public void execute(SchedulableContext c) { } }';
    const body = `Id a = System.schedule('One', '0 0 * * * ?', new S()); System.abortJob(a);
      Id b = System.schedule('Two', '0 0 * * * ?', new S()); System.debug(a == b);`;
    expect(debugged(body, { members })).toEqual(['false']);
  });

  it('#295 keeps a scheduled job after stopTest', () => {
    const members = 'class S implements Schedulable { public void execute(SchedulableContext c) { } }';
    const body = `Test.startTest(); Id a = System.schedule('One', '0 0 * * * ?', new S()); Test.stopTest();
      System.debug([SELECT COUNT() FROM CronTrigger WHERE Id = :a WITH SYSTEM_MODE]);`;
    expect(debugged(body, { members })).toEqual(['1']);
  });

  it('#325 delivers events at deliver or stopTest only', () => {
    const files = { 'E.trigger': "trigger E on Ping__e(after insert) { System.debug('delivered'); }" };
    expect(debugged("EventBus.publish(new Ping__e()); System.debug('published');", { files })).toEqual(['published']);
    expect(
      debugged("EventBus.publish(new Ping__e()); System.debug('published'); Test.getEventBus().deliver();", { files }),
    ).toEqual(['published', 'delivered']);
  });

  it('#353 gives a lead its default status at the insert, not before', () => {
    expect(
      debugged(`Lead l = ${LEAD}; System.debug(l.Status); insert as system l;
      System.debug([SELECT Status FROM Lead WITH SYSTEM_MODE].Status);`),
    ).toEqual(['null', 'Open - Not Contacted']);
  });

  it('#367 strips fields of a related record', () => {
    const body = `${USER} Lead l = ${LEAD}; insert as system l; Database.LeadConvert c = new Database.LeadConvert();
      c.setLeadId(l.Id); c.setConvertedStatus('Closed - Converted'); Database.convertLead(c);
      List<Lead> found = [SELECT LastName, ConvertedAccount.Industry FROM Lead WITH SYSTEM_MODE];
      System.runAs(u) { SObjectAccessDecision d = Security.stripInaccessible(AccessType.READABLE, found, false);
      System.debug(d.getRemovedFields().containsKey('Account')); }`;
    expect(debugged(body)).toEqual(['true']);
  });

  it('#387 refuses an id of another object in a lookup', () => {
    expect(failureOf("insert as system new Contact(LastName = 'x', AccountId = UserInfo.getUserId());")).toContain(
      'FIELD_INTEGRITY_EXCEPTION, Account ID: id value of incorrect type',
    );
  });

  it('#388 grants the user of event triggers no rights that nobody assigned', () => {
    const files = {
      'E.trigger': `trigger E on Ping__e(after insert) { try { insert ${LEAD}; } catch (Exception e) { System.debug(e.getTypeName()); } }`,
    };
    expect(debugged('EventBus.publish(new Ping__e()); Test.getEventBus().deliver();', { files })).toEqual([
      'System.DmlException',
    ]);
  });

  it('#461 has no created date while rules check a new record', () => {
    expect(
      failureOf(`insert as system ${LEAD};`, {
        rules: {
          validate: (_shape, row) =>
            row.fields.get('createddate') ? { message: 'too early', fields: ['CreatedDate'] } : null,
        },
      }),
    ).toBeNull();
  });

  it('#494 refuses a job that a job starts in a test', () => {
    const members = `class J implements Queueable { public void execute(QueueableContext c) {
      try { System.enqueueJob(new J()); } catch (AsyncException e) { System.debug(e.getMessage()); } } }`;
    expect(debugged('Test.startTest(); System.enqueueJob(new J()); Test.stopTest();', { members })).toEqual([
      'Maximum stack depth has been reached.',
    ]);
  });

  it('#118 runs a job after the code that enqueued it, and its finalizer after the job', () => {
    const members = `class F implements Finalizer { public void execute(FinalizerContext c) { System.debug('finalizer'); } }
      class J implements Queueable { public void execute(QueueableContext c) { System.attachFinalizer(new F()); System.debug('job'); } }`;
    expect(
      debugged("Test.startTest(); System.enqueueJob(new J()); System.debug('after'); Test.stopTest();", { members }),
    ).toEqual(['after', 'job', 'finalizer']);
  });

  it('#178 gives a method with @future the same list, after the code that called it', () => {
    const members = `static List<String> seen; @future public static void take(List<String> l) { seen = l; System.debug(System.isFuture()); }`;
    expect(
      debugged(
        `List<String> l = new List<String>{ 'a' }; Test.startTest(); take(l); System.debug(seen); Test.stopTest();
        System.debug(seen === l);`,
        { members },
      ),
    ).toEqual(['null', 'true', 'true']);
  });

  it('#363 sees a grant that was given before runAs', () => {
    const body = `${USER} PermissionSet s = [SELECT Id FROM PermissionSet WHERE Name = 'Fleet' WITH SYSTEM_MODE];
      insert as system new PermissionSetAssignment(AssigneeId = u.Id, PermissionSetId = s.Id);
      System.runAs(u) { System.debug(Lead.Fleet_Size__c.getDescribe().isAccessible()); }`;
    expect(debugged(body)).toEqual(['true']);
  });

  it('#422 picks the overload for a list of records in a class of another file', () => {
    const files = {
      'Taker.cls': `public class Taker { public static String take(List<Lead> l) { return 'leads'; }
        public static String take(List<SObjectType> l) { return 'types'; } }`,
    };
    expect(valueOf('Taker.take(new List<Lead>())', { files })).toBe('leads');
  });
});
