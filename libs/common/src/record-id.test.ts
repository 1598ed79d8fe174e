import { describe, expect, it } from 'vitest';
import { isRecordId, toId18, toLeadId } from './record-id.ts';

describe('toId18', () => {
  it.each([
    ['00QLw0000000001', '00QLw0000000001MAA'],
    ['00Q5g00000KpXc1', '00Q5g00000KpXc1EAF'],
    ['005000000000aB1', '005000000000aB1AAI'],
  ])('widens %s', (short, long) => {
    expect(toId18(short)).toBe(long);
    expect(toId18(long)).toBe(long);
  });
});

describe('toLeadId', () => {
  it('widens the id of a lead and leaves ids of other systems as they are', () => {
    expect(toLeadId('00QLw0000000001')).toBe('00QLw0000000001MAA');
    for (const id of ['request-0000001', 'abcdefghijklmno', '00QLw0000000001MAA', 'L1']) expect(toLeadId(id)).toBe(id);
  });
});

describe('isRecordId', () => {
  it('knows both forms', () => {
    expect(['00QLw0000000001', '00QLw0000000001MAA', '00QLw', '00QLw000000-001'].map(isRecordId)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
