import type { Type } from '../types/type.ts';
import type { ApexDecimal } from './decimal.ts';

/** Double, kept apart from Integer, which is a JavaScript number. Long is a bigint. */
export class ApexDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Days since 1970-01-01. */
export class ApexDate {
  readonly day: number;

  constructor(day: number) {
    this.day = day;
  }
}

/** Milliseconds since 1970-01-01 in UTC. */
export class ApexDatetime {
  readonly time: number;

  constructor(time: number) {
    this.time = time;
  }
}

export class ApexBlob {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export class ApexList {
  readonly type: Type;
  readonly items: Value[];

  constructor(type: Type, items: Value[] = []) {
    this.type = type;
    this.items = items;
  }
}

export class ApexSet {
  readonly type: Type;
  /** By key; iteration is in insertion order, which Apex does not promise. */
  readonly items: Map<unknown, Value>;

  constructor(type: Type, items = new Map<unknown, Value>()) {
    this.type = type;
    this.items = items;
  }
}

export class ApexMap {
  readonly type: Type;
  readonly entries: Map<unknown, [Value, Value]>;
  /** Of the field map of a describe result: keys are lower case, and looked up in any case (known). */
  ignoresCase = false;
  /** Of maps of a description: keys with the prefix of this namespace are found without it too. */
  namespace: string | null = null;

  constructor(type: Type, entries = new Map<unknown, [Value, Value]>()) {
    this.type = type;
    this.entries = entries;
  }
}

/** A record. Field names are lower case; an absent field was neither set nor queried. */
export class ApexRecord {
  readonly type: Type;
  readonly fields: Map<string, Value>;
  /** True for a row of a query: reading an absent field is then an error. */
  queried = false;
  /** Of addError. */
  readonly errors: { message: string; field: string | null }[] = [];

  constructor(type: Type, fields = new Map<string, Value>()) {
    this.type = type;
    this.fields = fields;
  }

  get id(): string | null {
    return (this.fields.get('id') as string | undefined) ?? null;
  }
}

/** An instance of a class of the program or of the platform. */
export class ApexObject {
  readonly type: Type;
  /** Instance variables of classes of the program, by slot. */
  readonly slots: Value[];
  /** The state of an instance of a class of the platform; each class has its own type of it. */
  native: unknown;

  constructor(type: Type, slots: Value[] = [], native: unknown = null) {
    this.type = type;
    this.slots = slots;
    this.native = native;
  }
}

export class ApexEnum {
  readonly type: Type;
  readonly name: string;
  readonly ordinal: number;

  constructor(type: Type, name: string, ordinal: number) {
    this.type = type;
    this.name = name;
    this.ordinal = ordinal;
  }
}

/** `X.class`. */
export class ApexTypeToken {
  readonly type: Type;

  constructor(type: Type) {
    this.type = type;
  }
}

/** Strings and ids are JavaScript strings; an id has 18 characters. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | ApexDecimal
  | ApexDouble
  | ApexDate
  | ApexDatetime
  | ApexBlob
  | ApexList
  | ApexSet
  | ApexMap
  | ApexRecord
  | ApexObject
  | ApexEnum
  | ApexTypeToken;

/** An Apex exception on its way to a catch clause. */
export class Thrown extends Error {
  readonly exception: ApexObject;

  constructor(exception: ApexObject) {
    super(`${exception.type.name}: ${String((exception.native as { message?: string } | null)?.message ?? '')}`);
    this.exception = exception;
  }
}

/** A failed assertion or a governor limit, which Apex code cannot catch (known, no document found). */
export class Fatal extends Error {
  readonly exception: ApexObject;

  constructor(exception: ApexObject) {
    super(`${exception.type.name}: ${String((exception.native as { message?: string } | null)?.message ?? '')}`);
    this.exception = exception;
  }
}
