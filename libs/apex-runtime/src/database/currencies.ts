import type { Vm } from '../run/vm.ts';
import { ApexDecimal } from '../values/decimal.ts';
import type { ApexRecord, Value } from '../values/values.ts';

/** Units of a currency for one of the corporate currency; null if the org does not have it. */
function rateOf(vm: Vm, code: Value): ApexDecimal | null {
  const types = vm.program.schema.find('CurrencyType');
  if (!types || typeof code !== 'string') return null;
  return vm.ports.database.currencyRate(code);
}

/** `convertCurrency(field)`: the amount in the currency of the user (SOQL, Querying Currency Fields in Multi-Currency Orgs). */
export function toUserCurrency(vm: Vm, row: ApexRecord, value: Value): Value {
  if (!(value instanceof ApexDecimal)) return value;
  const from = rateOf(vm, row.fields.get('currencyisocode') ?? null);
  const to = rateOf(vm, vm.ports.database.userField('defaultcurrencyisocode'));
  if (!from || !to) return value;
  return value.multiply(to).divide(from)?.setScale(2, 'HALF_UP') ?? value;
}
