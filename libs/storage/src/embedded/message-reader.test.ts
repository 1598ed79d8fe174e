import { describe, expect, it } from 'vitest';
import { MessageReader } from './message-reader.ts';

const message = (type: string, body: string): Buffer => {
  const header = Buffer.alloc(5);
  header.write(type, 'latin1');
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, Buffer.from(body)]);
};

describe('MessageReader', () => {
  it.each([1, 2, 3, 7, 1_000])('returns complete messages when %i bytes arrive at a time', (size) => {
    const stream = Buffer.concat([message('P', 'select 1'), message('S', ''), message('Q', 'x'.repeat(50))]);
    const reader = new MessageReader();
    const taken: string[] = [];
    for (let at = 0; at < stream.length; at += size) {
      reader.add(stream.subarray(at, at + size));
      for (let next = reader.take(true, 1_000); next !== undefined; next = reader.take(true, 1_000))
        taken.push(next.toString('latin1', 5));
    }
    expect(taken).toEqual(['select 1', '', 'x'.repeat(50)]);
  });

  it('reads the start-up message, which has a length and no type', () => {
    const reader = new MessageReader();
    reader.add(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47, 88]));
    expect(reader.take(false, 1_000)).toEqual(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    expect(reader.take(true, 1_000)).toBeUndefined();
  });

  it('rejects an impossible length instead of waiting for it', () => {
    const reader = new MessageReader();
    reader.add(Buffer.from([0x51, 0xff, 0xff, 0xff, 0xff]));
    expect(() => reader.take(true, 1_000)).toThrow(RangeError);
  });

  it('rejects a message above maxBytes by its header', () => {
    const reader = new MessageReader();
    reader.add(message('Q', 'x'.repeat(96)).subarray(0, 5));
    expect(reader.take(true, 101)).toBeUndefined();
    expect(() => reader.take(true, 100)).toThrow(RangeError);
  });
});
