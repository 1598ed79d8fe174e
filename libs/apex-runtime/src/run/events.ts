import { spend } from './spend.ts';
import { Transaction } from './transaction.ts';
import type { Vm } from './vm.ts';
import type { RowResult } from '../database/port.ts';
import { listOf } from '../types/builtin.ts';
import { ApexList, ApexRecord, Fatal, Thrown, type Value } from '../values/values.ts';

/**
 * Publishing counts as a DML statement for events that are published after the commit (Platform Events Developer Guide). In
 * user mode it needs the right to create the event (EventBus.publishWithAccessLevel). Which level `EventBus.publish` has is
 * unverified; here it needs no right.
 */
export function publishEvents(vm: Vm, value: Value, mode: 'user' | 'system' = 'system'): RowResult[] {
  if (value === null) throw vm.nullPointer();
  const events = (value instanceof ApexList ? value.items : [value]) as ApexRecord[];
  spend(vm, 'dmlStatements', 1, 'Too many DML statements');
  return events.map((event) => {
    if (mode === 'user' && !vm.ports.database.rights().object(vm.program.schema.get(event.type)).create) {
      const message = `insufficient access rights on ${event.type.name}`;
      return { id: null, error: { status: 'INSUFFICIENT_ACCESS_OR_READONLY', message, fields: [] } };
    }
    vm.events.push(new ApexRecord(event.type, new Map(event.fields)));
    return { id: null, error: null };
  });
}

/** Runs the triggers of all events that wait, each with static variables of its own (known). */
export function deliverEvents(vm: Vm): void {
  while (vm.events.length > 0) {
    const [first] = vm.events as [ApexRecord];
    const batch = vm.events.filter(({ type }) => type === first.type);
    const rest = vm.events.filter(({ type }) => type !== first.type);
    vm.events.length = 0;
    vm.events.push(...rest);
    deliver(vm, batch);
  }
}

function deliver(vm: Vm, events: ApexRecord[]): void {
  const [first] = events as [ApexRecord];
  const { database } = vm.ports;
  const outer = { statics: vm.statics, transaction: vm.transaction, user: database.userId() };
  for (const trigger of vm.program.triggers.filter(({ object }) => object === first.type)) {
    vm.statics = new Map();
    vm.transaction = new Transaction();
    database.useUser(database.eventUserId());
    const before = database.savepoint();
    try {
      trigger.run(vm, {
        new: new ApexList(listOf(first.type), events),
        isafter: true,
        isinsert: true,
        size: events.length,
      });
    } catch (failure) {
      // The failure of an event trigger does not reach the publisher; the log has it.
      if (!(failure instanceof Thrown || failure instanceof Fatal)) throw failure;
      database.rollback(before);
      vm.log.push(`ERROR: ${failure.message}`);
    } finally {
      vm.statics = outer.statics;
      vm.transaction = outer.transaction;
      database.useUser(outer.user);
    }
  }
}
