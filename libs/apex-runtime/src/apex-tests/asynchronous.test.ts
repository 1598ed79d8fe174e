import { describe, expect, it } from 'vitest';
import { debugged, failureOf } from '../testing/run-apex.ts';

const MOCK = `class Mock implements HttpCalloutMock { public HttpResponse respond(HttpRequest r) {
  HttpResponse s = new HttpResponse(); s.setStatusCode(200); s.setBody(r.getMethod() + ' ' + r.getEndpoint()); return s; } }
  static String call() { HttpRequest r = new HttpRequest(); r.setMethod('GET'); r.setEndpoint('callout:X/y'); return new Http().send(r).getBody(); }`;
const LEAD = "insert as system new Lead(LastName = 'a', Company = 'b');";

describe('callouts', () => {
  it('go to the mock and count', () => {
    const body = "Test.setMock(HttpCalloutMock.class, new Mock()); System.debug(call() + ' ' + Limits.getCallouts());";
    expect(debugged(body, { members: MOCK })).toEqual(['GET callout:X/y 1']);
  });

  it('need a mock in tests', () => {
    expect(failureOf('call();', { members: MOCK })).toContain(
      'Methods defined as TestMethod do not support Web service callouts',
    );
  });

  it('are refused while work is uncommitted, which startTest ends', () => {
    const body = (between: string): string =>
      `Test.setMock(HttpCalloutMock.class, new Mock()); ${LEAD} ${between} System.debug(call());`;
    expect(failureOf(body(''), { members: MOCK })).toContain('CalloutException: You have uncommitted work pending');
    expect(failureOf(body('Test.startTest();'), { members: MOCK })).toBeNull();
    expect(failureOf('Test.startTest(); Database.setSavepoint(); call();', { members: MOCK })).toContain(
      'uncommitted work',
    );
  });
});

describe('limits', () => {
  it('are counted for each transaction', () => {
    expect(
      debugged(
        `${LEAD} System.debug(Limits.getDmlStatements() + ' ' + Limits.getDmlRows()); Test.startTest(); System.debug(Limits.getDmlStatements());`,
      ),
    ).toEqual(['1 1', '0']);
  });

  it('count a record that leaves the recycle bin as another row', () => {
    const body = `Lead one = new Lead(LastName = 'A', Company = 'B'); insert as system one; delete as system one; Database.emptyRecycleBin(new List<Lead>{ one }); System.debug(Limits.getDmlStatements() + ' ' + Limits.getDmlRows());`;
    expect(debugged(body)).toEqual(['3 3']);
  });

  it('end the test and cannot be caught', () => {
    const body =
      'try { for (Integer i = 0; i < 101; i++) { Integer n = [SELECT COUNT() FROM Lead WITH SYSTEM_MODE]; } } catch (Exception e) { }';
    expect(failureOf(body)).toBe('LimitException: Too many SOQL queries: 101');
  });
});

describe('queueable jobs', () => {
  const JOB = `static Integer runs = 0;
    class Job implements Queueable { public List<Integer> n; public Job(List<Integer> n) { this.n = n; }
      public void execute(QueueableContext c) { runs++; System.debug('job ' + n); if (n.isEmpty()) { throw new MathException('bad'); } } }`;

  it('run at stopTest, on a copy, with the static variables of the test', () => {
    const body = `List<Integer> n = new List<Integer>{ 1 }; Test.startTest(); System.enqueueJob(new Job(n)); n.add(2); System.debug('test');
      Test.stopTest(); System.debug(runs);`;
    expect(debugged(body, { members: JOB })).toEqual(['test', 'job (1)', '1']);
  });

  it('fail the test if they fail', () => {
    expect(
      failureOf('Test.startTest(); System.enqueueJob(new Job(new List<Integer>())); Test.stopTest();', {
        members: JOB,
      }),
    ).toBe('MathException: bad');
  });

  it('cannot start another job in a test', () => {
    const members = `class Chain implements Queueable { public void execute(QueueableContext c) {
      try { System.enqueueJob(new Chain()); } catch (AsyncException e) { System.debug(e.getMessage()); } } }`;
    expect(debugged('Test.startTest(); System.enqueueJob(new Chain()); Test.stopTest();', { members })).toEqual([
      'Maximum stack depth has been reached.',
    ]);
  });

  it('undo their changes if they fail, and their finalizer runs in a transaction of its own', () => {
    const members = `class Fails implements Queueable, Finalizer {
      public void execute(QueueableContext c) { System.attachFinalizer(new Fails()); ${LEAD} throw new MathException('bad'); }
      public void execute(FinalizerContext c) { System.debug(c.getResult() + ' ' + c.getException().getMessage() + ' ' + [SELECT COUNT() FROM Lead WITH SYSTEM_MODE] + ' ' + Limits.getDmlStatements()); } }`;
    const body =
      'Test.startTest(); System.enqueueJob(new Fails()); try { Test.stopTest(); } catch (Exception e) { System.debug(e.getMessage()); }';
    expect(debugged(body, { members })).toEqual(['UNHANDLED_EXCEPTION bad 0 0', 'bad']);
  });

  it('run as who enqueued them', () => {
    const members =
      'class Who implements Queueable { public void execute(QueueableContext c) { System.debug(UserInfo.getUserName()); } }';
    const body = `User u = [SELECT Id FROM User WHERE Username LIKE 'automated%' WITH SYSTEM_MODE]; Test.startTest();
      System.runAs(u) { System.enqueueJob(new Who()); } Test.stopTest();`;
    expect(debugged(body, { members })).toEqual(['automated@example.com']);
  });
});

describe('batch jobs', () => {
  it('run start, execute and finish, in tests for one part only', () => {
    const members = `class B implements Database.Batchable<SObject> {
      public Database.QueryLocator start(Database.BatchableContext c) { return Database.getQueryLocator([SELECT Id FROM Lead WITH SYSTEM_MODE]); }
      public void execute(Database.BatchableContext c, List<Lead> leads) { System.debug(leads.size()); }
      public void finish(Database.BatchableContext c) { System.debug('finish'); } }`;
    const body = (size: number): string =>
      `insert as system new List<Lead>{ new Lead(LastName = 'a', Company = 'b'), new Lead(LastName = 'c', Company = 'd') };
      Test.startTest(); Database.executeBatch(new B(), ${size}); Test.stopTest();`;
    expect(debugged(body(2), { members })).toEqual(['2', 'finish']);
    expect(failureOf(body(1), { members })).toContain('UnexpectedException: No more than one executeBatch');
  });
});

describe('scheduled jobs', () => {
  it('are found until they are aborted', () => {
    const members = 'class S implements Schedulable { public void execute(SchedulableContext c) { } }';
    const count = "System.debug([SELECT COUNT() FROM CronTrigger WHERE CronJobDetail.Name = 'n' WITH SYSTEM_MODE]);";
    expect(
      debugged(`Id i = System.schedule('n', '0 20 * * * ?', new S()); ${count} System.abortJob(i); ${count}`, {
        members,
      }),
    ).toEqual(['1', '0']);
    expect(failureOf("System.schedule('n', 'hourly', new S());", { members })).toContain('Illegal cron expression');
  });
});

describe('platform events', () => {
  const files = {
    'P.trigger':
      'trigger P on Ping__e(after insert) { Seen.count++; System.debug(Trigger.new[0].Text__c + Seen.count); }',
    'Seen.cls': 'public class Seen { public static Integer count = 0; }',
  };

  it('wait for their delivery, and their triggers do not share static variables', () => {
    const body =
      "Seen.count = 5; EventBus.publish(new Ping__e(Text__c = 'x')); System.debug('published'); Test.getEventBus().deliver(); System.debug(Seen.count);";
    expect(debugged(body, { files })).toEqual(['published', 'x1', '5']);
  });

  it('are delivered by stopTest', () => {
    expect(
      debugged("Test.startTest(); EventBus.publish(new Ping__e(Text__c = 'x')); Test.stopTest();", { files }),
    ).toEqual(['x1']);
  });
});
