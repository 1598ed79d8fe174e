import { T, listOf } from '../types/builtin.ts';
import type { Method, Type } from '../types/type.ts';
import { ApexList, type ApexEnum } from '../values/values.ts';

/** Apex Reference Guide, Enum Methods. */
export function addEnumMethods(type: Type): void {
  const method = (name: string, params: Type[], returns: Type, isStatic: boolean, invoke: Method['invoke']): void =>
    type.addMethod({ owner: type, name, params, returns, isStatic, invoke });
  method('name', [], T.String, false, (_vm, self) => (self as ApexEnum).name);
  method('toString', [], T.String, false, (_vm, self) => (self as ApexEnum).name);
  method('hashCode', [], T.Integer, false, (_vm, self) => (self as ApexEnum).ordinal);
  method('equals', [T.Object], T.Boolean, false, (_vm, self, [other]) => self === other);
  method('ordinal', [], T.Integer, false, (_vm, self) => (self as ApexEnum).ordinal);
  method('values', [], listOf(type), true, () => new ApexList(listOf(type), [...type.constants]));
  method('valueOf', [T.String], type, true, (vm, _self, [name]) => {
    const found = type.constants.find((value) => (value as ApexEnum).name.toLowerCase() === String(name).toLowerCase());
    if (found) return found;
    throw vm.error('NoSuchElementException', `No enum value found called ${String(name)}`);
  });
}
