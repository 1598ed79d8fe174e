import type { Vm } from '../run/vm.ts';
import { attachFinalizer, enqueue, schedule } from '../run/jobs.ts';
import type { ApexObject, Value } from '../values/values.ts';
import type { Library } from './signatures.ts';

const context =
  (name: string) =>
  (_vm: Vm, self: ApexObject): Value =>
    (self.native as Record<string, Value> | null)?.[name] ?? null;

/** Apex Developer Guide: Queueable Apex, Transaction Finalizers, Batch Apex, Apex Scheduler. */
export const asynchronous: Library = {
  signatures: `
    enum ParentJobResult SUCCESS, UNHANDLED_EXCEPTION
    class QueueableContext
    Id getJobId()
    interface Queueable
    void execute(QueueableContext)
    class FinalizerContext
    Id getAsyncApexJobId()
    String getRequestId()
    ParentJobResult getResult()
    Exception getException()
    interface Finalizer
    void execute(FinalizerContext)
    class SchedulableContext
    Id getTriggerId()
    interface Schedulable
    void execute(SchedulableContext)
    class Database.BatchableContext
    Id getJobId()
    Id getChildJobId()
    interface Database.Batchable
    interface Database.AllowsCallouts
    interface Database.Stateful
    class System
    static Id enqueueJob(Queueable)
    static void attachFinalizer(Finalizer)
    static Id schedule(String,String,Schedulable)
    static void abortJob(Id)`,
  code: {
    'QueueableContext.getJobId': context('jobId'),
    'FinalizerContext.getAsyncApexJobId': context('jobId'),
    'FinalizerContext.getRequestId': context('requestId'),
    'FinalizerContext.getResult': context('result'),
    'FinalizerContext.getException': context('exception'),
    'SchedulableContext.getTriggerId': context('triggerId'),
    'Database.BatchableContext.getJobId': context('jobId'),
    'Database.BatchableContext.getChildJobId': context('childJobId'),
    'System.enqueueJob': (vm, _self, job: ApexObject) => enqueue(vm, job),
    'System.attachFinalizer': (vm, _self, finalizer: ApexObject) => attachFinalizer(vm, finalizer),
    'System.schedule': (vm, _self, name: string, expression: string, job: ApexObject) =>
      schedule(vm, name, expression, job),
    'System.abortJob': (vm, _self, id: string) => vm.ports.database.abortJob(id),
  },
};
