import avro from 'avsc';
import type { Instant } from '@leadlight/lead-features';
import { isJsonObject } from '../connection/json.ts';
import { SalesforceError } from '../errors.ts';

/** What a change event says about whom; the values are read from the org, where they are whole. */
export interface ChangeEvent {
  /** `CREATE`, `UPDATE`, `DELETE`, `UNDELETE`, the same with `GAP_`, `GAP_OVERFLOW`. */
  readonly changeType: string;
  /** One or, where the org merged equal changes, several. */
  readonly recordIds: readonly string[];
  readonly committedAt: Instant;
  /** Whether this project's own write caused it. */
  readonly isOwn: boolean;
}

/** Commit numbers exceed what a number holds exactly; nothing here depends on their last digits. */
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

/** @throws SalesforceError `answer_unreadable` */
export function parseEventType(schemaJson: string): EventType {
  try {
    return avro.Type.forSchema(JSON.parse(schemaJson) as avro.Schema, { registry: { long: roundedLong } });
  } catch (error) {
    throw new SalesforceError(
      'answer_unreadable',
      'The schema of a change event cannot be read.',
      {},
      { cause: error },
    );
  }
}

const OWN_ORIGIN = /(^|;)client=leadlight(;|$)/;

/** @throws SalesforceError `answer_unreadable` */
export function parseChangeEvent(type: EventType, payload: Buffer): ChangeEvent {
  const header = parseHeader(type, payload);
  const { changeType, recordIds, commitTimestamp, changeOrigin } = header;
  if (typeof changeType !== 'string' || !Array.isArray(recordIds) || typeof commitTimestamp !== 'number') {
    throw new SalesforceError('answer_unreadable', 'A change event has no complete header.');
  }
  return {
    changeType,
    recordIds: recordIds.filter((id) => typeof id === 'string'),
    committedAt: commitTimestamp,
    isOwn: typeof changeOrigin === 'string' && OWN_ORIGIN.test(changeOrigin),
  };
}

function parseHeader(type: EventType, payload: Buffer): Readonly<Record<string, unknown>> {
  try {
    const event: unknown = type.fromBuffer(payload);
    const header = isJsonObject(event) ? event.ChangeEventHeader : undefined;
    // avsc hands out instances of generated classes, which are objects all the same.
    if (isJsonObject(header)) return header;
  } catch (error) {
    throw new SalesforceError('answer_unreadable', 'A change event cannot be decoded.', {}, { cause: error });
  }
  throw new SalesforceError('answer_unreadable', 'A change event has no header.');
}
