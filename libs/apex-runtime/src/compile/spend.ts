import type { LimitName } from './transaction.ts';
import type { Vm } from './vm.ts';

/** @throws what Apex code cannot catch, if the transaction would use more than its limit */
export function spend(vm: Vm, name: LimitName, amount: number, message: string): void {
  const { used, limits } = vm.transaction;
  used[name] += amount;
  if (used[name] > limits[name]) throw vm.fatal('LimitException', `${message}: ${limits[name] + 1}`);
}
