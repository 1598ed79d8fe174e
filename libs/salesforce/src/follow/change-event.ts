import avro from 'avsc';
import type { Instant } from '@leadlight/lead-features';
import { isJsonObject, type JsonObject } from '../connection/json.ts';
import { SalesforceError } from '../errors.ts';

/** The header of a change event. Values are read from the org instead, where they are complete. */
export interface ChangeEvent {
  /** `CREATE`, `UPDATE`, `DELETE`, `UNDELETE`, each of these after `GAP_`, or `GAP_OVERFLOW`. */
  readonly changeType: string;
  /** One record, or several whose equal changes the org merged. */
  readonly recordIds: readonly string[];
  /** Whether it concerns every record of the object: a field was given a type that does not keep all values. */
  readonly concernsAll: boolean;
  readonly committedAt: Instant;
  /** Whether Leadlight's own write caused it. */
  readonly isOwn: boolean;
}

/** Commit numbers exceed the range of exact integers. Nothing here depends on their last digits. */
const roundedLong = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => Number(bytes.readBigInt64LE()),
  toBuffer: (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: Number,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'number',
  compare: (a: number, b: number) => Math.sign(a - b),
});

export type EventType = avro.Type;

/** @throws SalesforceError `response_unreadable` */
export function parseEventType(schemaJson: string): EventType {
  try {
    return avro.Type.forSchema(JSON.parse(schemaJson) as avro.Schema, { registry: { long: roundedLong } });
  } catch (cause) {
    throw unreadable('its schema cannot be read', cause);
  }
}

/** The key prefix of the object, and an asterisk instead of the id of a record. */
const WILDCARD = /^[a-zA-Z0-9]{3}\*$/;

const OWN_ORIGIN = /(^|;)client=leadlight(;|$)/;

/** @throws SalesforceError `response_unreadable` */
export function parseChangeEvent(type: EventType, payload: Buffer): ChangeEvent {
  const { changeType, recordIds, commitTimestamp, changeOrigin } = parseHeader(type, payload);
  if (typeof changeType !== 'string' || !Array.isArray(recordIds) || typeof commitTimestamp !== 'number')
    throw unreadable('its header is incomplete');
  return {
    changeType,
    recordIds: recordIds.filter((id) => typeof id === 'string' && !WILDCARD.test(id)),
    concernsAll: recordIds.some((id) => typeof id === 'string' && WILDCARD.test(id)),
    committedAt: commitTimestamp,
    isOwn: typeof changeOrigin === 'string' && OWN_ORIGIN.test(changeOrigin),
  };
}

function parseHeader(type: EventType, payload: Buffer): JsonObject {
  let event: unknown;
  try {
    event = type.fromBuffer(payload);
  } catch (cause) {
    throw unreadable('it cannot be decoded', cause);
  }
  // avsc returns instances of generated classes.
  const header = isJsonObject(event) ? event.ChangeEventHeader : undefined;
  if (!isJsonObject(header)) throw unreadable('it has no header');
  return header;
}

const unreadable = (problem: string, cause?: unknown) =>
  new SalesforceError('response_unreadable', { context: 'A change event', problem }, { cause });
