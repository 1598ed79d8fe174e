import { describe, expect, it } from 'vitest';
import { nextTime } from './next-time.ts';

const at = (time: string) => Date.parse(`2026-11-30T${time}Z`);

describe('nextTime', () => {
  it.each([
    ['0 20 * * * ?', '07:19:59', '07:20:00'],
    ['0 20 * * * ?', '07:20:00', '08:20:00'],
    ['30 0 12 * * ?', '11:59:00', '12:00:30'],
    ['0 * * * * ?', '07:19:30', '07:20:00'],
  ])('%s after %s is %s', (expression, now, next) => {
    expect(nextTime(expression, at(now))).toBe(at(next));
  });

  it('is on the next day after the last time of a day', () => {
    expect(nextTime('0 0 1 * * ?', at('02:00:00'))).toBe(Date.parse('2026-12-01T01:00:00Z'));
  });

  it.each(['0 0/5 * * * ?', '0 0 1 ? * MON', '* * * * * ?', '0 70 * * * ?'])('refuses %s', (expression) => {
    expect(() => nextTime(expression, at('02:00:00'))).toThrow(expression);
  });
});
