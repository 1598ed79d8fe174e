import type { LimitName } from './limits.ts';
import type { Vm } from './vm.ts';

/** Counts what the transaction uses. @throws Fatal a LimitException, which Apex cannot catch, above the limit */
export function spend(vm: Vm, name: LimitName, amount: number, message: string): void {
  const { used, limits } = vm.transaction;
  used[name] += amount;
  if (used[name] > limits[name]) {
    // In an org with a namespace the message starts with it (aer-dist#320).
    const { namespace } = vm.program.schema;
    throw vm.fatal('LimitException', `${namespace ? `${namespace}: ` : ''}${message}: ${limits[name] + 1}`);
  }
}
