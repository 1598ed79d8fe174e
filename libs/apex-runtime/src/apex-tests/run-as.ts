import { spend } from '../run/spend.ts';
import type { Vm } from '../run/vm.ts';
import { ApexRecord, type Value } from '../values/values.ts';

/** `System.runAs`: counts as a DML statement and separates mixed DML (known); the rights and sharing of the user apply. */
export function runAs<Result>(vm: Vm, user: Value, body: () => Result): Result {
  const id = user instanceof ApexRecord ? user.id : null;
  if (id === null) throw vm.error('TypeException', 'System.runAs needs a user with an id');
  if (!vm.test) throw vm.error('TypeException', 'System.runAs is only for tests');
  spend(vm, 'dmlStatements', 1, 'Too many DML statements');
  const { database } = vm.ports;
  const outer = database.userId();
  const { transaction } = vm;
  const { changedSetup, changedOther } = transaction;
  transaction.changedSetup = false;
  transaction.changedOther = false;
  database.useUser(id);
  try {
    return body();
  } finally {
    database.useUser(outer);
    vm.transaction.changedSetup = changedSetup;
    vm.transaction.changedOther = changedOther;
  }
}
