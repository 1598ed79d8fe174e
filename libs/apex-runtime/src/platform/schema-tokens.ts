import type { FieldShape, ObjectShape } from '../database/schema.ts';
import type { Program } from '../compile/program.ts';
import type { Code } from '../compile/scope.ts';
import { ApexObject } from '../values/values.ts';

/** The state of a field token and of a field description. */
export interface FieldState {
  shape: ObjectShape;
  field: FieldShape;
  /** What String.valueOf shows. */
  text: string;
}

const fields = new WeakMap<FieldShape, ApexObject>();
const objects = new WeakMap<ObjectShape, ApexObject>();

/** `Lead.Company`: one token for each field, so that tokens are equal by identity. */
export function fieldToken(program: Program, shape: ObjectShape, field: FieldShape): ApexObject {
  const known = fields.get(field);
  if (known) return known;
  const state: FieldState = { shape, field, text: field.name };
  const token = new ApexObject(program.platformType('SObjectField'), [], state);
  fields.set(field, token);
  return token;
}

export function objectToken(program: Program, shape: ObjectShape): ApexObject {
  const known = objects.get(shape);
  if (known) return known;
  const token = new ApexObject(program.platformType('SObjectType'), [], { shape, text: shape.name });
  objects.set(shape, token);
  return token;
}

/** `Schema.SObjectType.Lead` and `Lead.SObjectType`. */
export function objectDescribe(program: Program, shape: ObjectShape, kind: 'describe' | 'token' = 'describe'): Code {
  if (kind === 'token') return { type: program.platformType('SObjectType'), run: () => objectToken(program, shape) };
  const type = program.platformType('DescribeSObjectResult');
  const result = new ApexObject(type, [], { shape });
  return { type, run: () => result };
}
