import type { RowResult } from '../database/port.ts';
import type { Vm } from '../run/vm.ts';
import { listOf, T } from '../types/builtin.ts';
import type { Type } from '../types/type.ts';
import { keyOf } from '../values/compare.ts';
import { ApexList, ApexObject, type ApexEnum, type ApexMap, type Value } from '../values/values.ts';

/** Of the statuses of the SOAP API (Core Data Types, StatusCode), those that the runtime or the package knows. */
export const STATUSES = [
  'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  'CANNOT_UPDATE_CONVERTED_LEAD',
  'DELETE_FAILED',
  'DUPLICATE_EXTERNAL_ID',
  'DUPLICATE_VALUE',
  'DUPLICATES_DETECTED',
  'ENTITY_IS_DELETED',
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  'FIELD_FILTER_VALIDATION_EXCEPTION',
  'FIELD_INTEGRITY_EXCEPTION',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'INVALID_CROSS_REFERENCE_KEY',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
  'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  'LIMIT_EXCEEDED',
  'MISSING_ARGUMENT',
  'MIXED_DML_OPERATION',
  'NUMBER_OUTSIDE_VALID_RANGE',
  'REQUIRED_FIELD_MISSING',
  'STRING_TOO_LONG',
  'TRANSFER_REQUIRES_READ',
  'UNABLE_TO_LOCK_ROW',
  'UNKNOWN_EXCEPTION',
];

export interface ResultState {
  success: boolean;
  id: string | null;
  errors: ApexObject[];
  created?: boolean;
}

export function errorObject(vm: Vm, status: string, message: string, fields: string[]): ApexObject {
  return new ApexObject(vm.program.platformType('Database.Error'), [], {
    status,
    message,
    fields,
    text: `Database.Error[getMessage=${message};getStatusCode=${status}]`,
  });
}

export function resultObject(vm: Vm, type: string, row: RowResult): ApexObject {
  const errors = row.error ? [errorObject(vm, row.error.status, row.error.message, row.error.fields)] : [];
  return new ApexObject(vm.program.platformType(type), [], {
    success: !row.error,
    id: row.id,
    errors,
    created: !row.error && row.isCreated === true,
  } satisfies ResultState);
}

export function statusCode(vm: Vm, name: string): Value {
  const found = vm.program.platformType('StatusCode').constants.find((value) => (value as ApexEnum).name === name);
  if (!found) throw new Error(`StatusCode ${name} is missing`);
  return found;
}

export const errorList = (vm: Vm, self: ApexObject): ApexList =>
  new ApexList(listOf(vm.program.platformType('Database.Error')), [...(self.native as ResultState).errors]);

/** Results can be made from JSON, which tests use (known). @returns null for another type */
export function resultFromJson(vm: Vm, type: Type, members: ApexMap): ApexObject | null {
  if (!/^Database\.(?:Save|Delete|Undelete|Upsert|Merge|LeadConvert|EmptyRecycleBin)Result$/.test(type.name))
    return null;
  const get = (map: ApexMap, name: string): Value => map.entries.get(keyOf(name))?.[1] ?? null;
  const errors = ((get(members, 'errors') as ApexList | null)?.items ?? []).map((item) => {
    const error = item as ApexMap;
    return errorObject(vm, String(get(error, 'statusCode')), String(get(error, 'message')), []);
  });
  return new ApexObject(type, [], {
    ...Object.fromEntries([...members.entries.values()].map(([name, value]) => [String(name), value])),
    success: get(members, 'success') === true,
    id: get(members, 'id') as string | null,
    errors,
  });
}

export const texts = (items: string[]): ApexList => new ApexList(listOf(T.String), items);
