import { spend } from './spend.ts';
import { MAX_SCHEDULED } from './limits.ts';
import { Transaction } from './transaction.ts';
import type { Vm } from './vm.ts';
import { listOf } from '../types/builtin.ts';
import type { Type } from '../types/type.ts';
import { ApexList, ApexObject, Fatal, Thrown, type ApexEnum, type ApexRecord, type Value } from '../values/values.ts';
import { copyOf } from './copy.ts';

export interface Job {
  kind: 'queueable' | 'batch' | 'scheduled' | 'future';
  id: string;
  /** Of a method with @future, nothing: `run` calls it. */
  instance: ApexObject;
  run?: () => void;
  userId: string;
  /** The static variables that the job sees. In tests those of who enqueued it (known). */
  statics: Map<Type, Value[]>;
  size: number;
}

const jobId = (vm: Vm): string => {
  vm.lastJob++;
  return `7075g${String(vm.lastJob).padStart(10, '0')}AAA`;
};

function add(vm: Vm, kind: Job['kind'], instance: ApexObject, size = 0): string {
  const id = jobId(vm);
  vm.transaction.uncommitted = true;
  const copy = copyOf(instance) as ApexObject;
  vm.jobs.push({ kind, id, instance: copy, userId: vm.ports.database.userId(), statics: vm.statics, size });
  return id;
}

export function enqueue(vm: Vm, instance: ApexObject | null): string {
  if (instance === null) throw vm.nullPointer();
  // Apex Developer Guide, Queueable Apex: in a test a job cannot start another (aer-dist#494).
  if (vm.test && vm.jobKind === 'queueable') throw vm.error('AsyncException', 'Maximum stack depth has been reached.');
  spend(vm, 'queueableJobs', 1, 'Too many queueable jobs added to the queue');
  return add(vm, 'queueable', instance);
}

/**
 * A call of a method with @future (Apex Developer Guide, Future Methods). In a test the arguments are the same instances
 * (aer-dist#178).
 */
export function callFuture(vm: Vm, run: () => void): void {
  if (vm.jobKind === 'future' || vm.jobKind === 'batch') {
    const from = vm.jobKind === 'future' ? 'a future' : 'a batch';
    throw vm.error('AsyncException', `Future method cannot be called from ${from} method`);
  }
  spend(vm, 'futureCalls', 1, 'Too many future calls');
  vm.transaction.uncommitted = true;
  vm.jobs.push({
    kind: 'future',
    id: jobId(vm),
    instance: new ApexObject(vm.program.platformType('Object')),
    run,
    userId: vm.ports.database.userId(),
    statics: vm.statics,
    size: 0,
  });
}

export function executeBatch(vm: Vm, instance: ApexObject, size: number): string {
  return add(vm, 'batch', instance, size);
}

export function schedule(vm: Vm, name: string, expression: string, instance: ApexObject): string {
  if (!/^(?:\S+ ){5,6}\S+$/.test(expression))
    throw vm.error('StringException', `Illegal cron expression: ${expression}`);
  const id = vm.ports.database.schedule(name, expression, instance.type.name);
  if (id === null) {
    const message = `You have exceeded the maximum number (${MAX_SCHEDULED}) of Apex scheduled jobs.`;
    throw vm.error('AsyncException', message);
  }
  add(vm, 'scheduled', instance);
  return id;
}

export function attachFinalizer(vm: Vm, finalizer: ApexObject): void {
  if (vm.jobKind !== 'queueable')
    throw vm.error('HandledException', 'A finalizer can be attached only in a queueable job');
  if (vm.finalizer)
    throw vm.error('HandledException', 'No more than one Finalizer can be attached to same Async Apex Job');
  vm.finalizer = finalizer;
}

/** Runs the jobs that wait. A failure without a finalizer that handles it ends the test, as in stopTest. */
export function runJobs(vm: Vm): void {
  for (let job = vm.jobs.shift(); job; job = vm.jobs.shift()) {
    const { database } = vm.ports;
    const outer = { statics: vm.statics, transaction: vm.transaction, user: database.userId(), kind: vm.jobKind };
    vm.statics = job.statics;
    database.useUser(job.userId);
    vm.jobKind = job.kind;
    const mock = vm.test?.mock ?? null;
    // Whether a job calls the mock of the test or a copy is unverified; with a copy, tests that rely on the first fail.
    if (vm.test && mock) vm.test.mock = copyOf(mock) as ApexObject;
    try {
      if (job.run) inTransaction(vm, job.run);
      else if (job.kind === 'queueable') runQueueable(vm, job);
      else if (job.kind === 'batch') runBatch(vm, job);
      else
        inTransaction(vm, () =>
          vm.call(job.instance, 'execute', [context(vm, 'SchedulableContext', { triggerId: job.id })]),
        );
    } finally {
      vm.statics = outer.statics;
      vm.transaction = outer.transaction;
      vm.jobKind = outer.kind;
      if (vm.test) vm.test.mock = mock;
      database.useUser(outer.user);
    }
  }
}

const context = (vm: Vm, type: string, state: Record<string, Value>): ApexObject =>
  new ApexObject(vm.program.platformType(type), [], state);

/** Runs a body in a transaction of its own, which is undone if it fails. */
function inTransaction<Result>(vm: Vm, body: () => Result): Result {
  vm.transaction = new Transaction(true);
  const before = vm.ports.database.savepoint();
  try {
    return body();
  } catch (failure) {
    vm.ports.database.rollback(before);
    throw failure;
  }
}

function runQueueable(vm: Vm, job: Job): void {
  vm.finalizer = null;
  let failure: Thrown | Fatal | null = null;
  try {
    inTransaction(vm, () => vm.call(job.instance, 'execute', [context(vm, 'QueueableContext', { jobId: job.id })]));
  } catch (thrown) {
    if (!(thrown instanceof Thrown || thrown instanceof Fatal)) throw thrown;
    failure = thrown;
  }
  const { finalizer } = vm;
  vm.finalizer = null;
  if (finalizer) runFinalizer(vm, finalizer, job.id, failure);
  if (failure) throw failure;
}

/** A finalizer is a transaction of its own (Apex Developer Guide, Transaction Finalizers). */
function runFinalizer(vm: Vm, finalizer: ApexObject, id: string, failure: Thrown | Fatal | null): void {
  const name = failure ? 'UNHANDLED_EXCEPTION' : 'SUCCESS';
  const { constants } = vm.program.platformType('ParentJobResult');
  const result = constants.find((value) => (value as ApexEnum).name === name) as Value;
  const state = { jobId: id, requestId: vm.requestId, result, exception: failure?.exception ?? null };
  inTransaction(vm, () => vm.call(finalizer, 'execute', [context(vm, 'FinalizerContext', state)]));
}

/** Batch Apex: start, execute and finish are transactions of their own. A test can run only one part (Salesforce Help 000386014). */
function runBatch(vm: Vm, job: Job): void {
  const batch = context(vm, 'Database.BatchableContext', { jobId: job.id, childJobId: job.id });
  const located = inTransaction(vm, () => vm.call(job.instance, 'start', [batch]));
  const rows = (located instanceof ApexObject ? located.native : located) as ApexList;
  const [first] = rows.items as [ApexRecord?];
  if (rows.items.length > job.size) {
    throw vm.error('UnexpectedException', 'No more than one executeBatch can be called from within a test method');
  }
  if (first) {
    const part = new ApexList(listOf(first.type), rows.items);
    inTransaction(vm, () => vm.call(job.instance, 'execute', [batch, part]));
  }
  inTransaction(vm, () => vm.call(job.instance, 'finish', [batch]));
}
