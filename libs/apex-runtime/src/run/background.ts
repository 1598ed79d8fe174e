import { deliverEvents } from './events.ts';
import { runJobs } from './jobs.ts';
import { allocate } from '../compile/methods.ts';
import type { ApexObject } from '../values/values.ts';
import type { Vm } from './vm.ts';

/** The classes of the jobs that a transaction has scheduled, in order. The caller runs them at their time, with `runScheduled`. */
export function takeScheduled(vm: Vm): string[] {
  const scheduled = vm.jobs.filter(({ kind }) => kind === 'scheduled');
  const others = vm.jobs.filter(({ kind }) => kind !== 'scheduled');
  vm.jobs.length = 0;
  vm.jobs.push(...others);
  return scheduled.map(({ instance }) => instance.type.name);
}

/**
 * Does what a committed transaction has left to do: delivers its events and runs its queueable jobs, each in a transaction of its
 * own and with static variables of its own.
 * @throws Thrown or Fatal if a job fails
 */
export function runBackground(vm: Vm): void {
  vm.statics = new Map();
  deliverEvents(vm);
  for (const job of vm.jobs) job.statics = new Map();
  runJobs(vm);
}

/** Runs a scheduled job now, as the running user, and the jobs that it enqueues. @throws as `runBackground` does */
export function runScheduled(vm: Vm, className: string): void {
  const info = vm.program.findClass(className);
  const constructor = info?.type.constructors.find(({ params }) => params.length === 0);
  if (!info || !constructor) throw new Error(`${className} has no constructor without parameters`);
  const instance: ApexObject = allocate(info);
  constructor.invoke(vm, instance, []);
  const userId = vm.ports.database.userId();
  vm.jobs.push({ kind: 'scheduled', id: '', instance, userId, statics: new Map(), size: 0 });
  runBackground(vm);
}
