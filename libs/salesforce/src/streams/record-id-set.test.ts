import { toId18 } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { RecordIdSet } from './record-id-set.ts';

const idOf = (number: number): string => toId18(`00TLw0${number.toString(36).toUpperCase().padStart(9, '0')}`);

describe('RecordIdSet', () => {
  it('contains exactly the added ids, with 15 or 18 characters', () => {
    const set = new RecordIdSet(1_000_000);
    for (let number = 0; number < 20_000; number += 2) set.add(idOf(number));
    for (let number = 0; number < 20_000; number++) expect(set.has(idOf(number))).toBe(number % 2 === 0);
    expect(set.has(idOf(4).slice(0, 15))).toBe(true);
  });

  it('distinguishes ids that differ only in case', () => {
    const set = new RecordIdSet(10);
    set.add('00T000000000aBc');
    expect(set.has('00T000000000AbC')).toBe(false);
  });

  it('adds nothing beyond its capacity', () => {
    const set = new RecordIdSet(3);
    for (let number = 0; number < 10; number++) set.add(idOf(number));
    expect(Array.from({ length: 10 }, (_, number) => set.has(idOf(number))).filter(Boolean)).toHaveLength(3);
  });

  it('does not contain text that is no record id', () => {
    const set = new RecordIdSet(10);
    set.add('not an id');
    set.add("00T00000000000'");
    expect(set.has('not an id')).toBe(false);
    expect(set.has("00T00000000000'")).toBe(false);
  });
});
