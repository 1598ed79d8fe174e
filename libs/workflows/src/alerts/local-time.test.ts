import { HOUR_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { isQuiet, localTime, startOfDay } from './local-time.ts';

const at = (text: string) => Date.parse(text);

describe('localTime', () => {
  it.each([
    ['2026-03-29T00:30:00Z', 'Europe/Berlin', '2026-03-29', 1, true],
    ['2026-03-29T01:30:00Z', 'Europe/Berlin', '2026-03-29', 3, true],
    ['2026-03-02T04:30:00Z', 'America/New_York', '2026-03-01', 23, true],
    ['2026-03-02T00:00:00Z', 'GMT', '2026-03-02', 0, false],
    ['2026-03-01T18:15:00Z', 'Asia/Kathmandu', '2026-03-02', 0, false],
  ])('reads %s in %s', (instant, zone, day, hour, isWeekend) => {
    expect(localTime(at(instant), zone)).toEqual({ day, hour, isWeekend });
  });
});

describe('isQuiet', () => {
  const time = (hour: number, isWeekend = false) => ({ day: '2026-03-02', hour, isWeekend });
  const overnight = { startHour: 19, endHour: 7, weekends: false };

  it('covers the hours from the first to before the last, over midnight and within a day', () => {
    expect([18, 19, 23, 0, 6, 7].map((hour) => isQuiet(overnight, time(hour)))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
    const noon = { startHour: 12, endHour: 14, weekends: false };
    expect([11, 12, 13, 14].map((hour) => isQuiet(noon, time(hour)))).toEqual([false, true, true, false]);
  });

  it('covers weekends only where it is chosen, and nothing without quiet hours', () => {
    expect(isQuiet({ ...overnight, weekends: true }, time(12, true))).toBe(true);
    expect(isQuiet(overnight, time(12, true))).toBe(false);
    expect(isQuiet(null, time(3, true))).toBe(false);
  });
});

describe('startOfDay', () => {
  it.each([
    ['2026-03-29T12:00:00Z', 'Europe/Berlin', '2026-03-28T23:00:00Z'],
    ['2026-10-25T23:30:00Z', 'Europe/Berlin', '2026-10-25T23:00:00Z'],
    ['2026-10-25T22:30:00Z', 'Europe/Berlin', '2026-10-24T22:00:00Z'],
    ['2026-03-02T00:00:00Z', 'GMT', '2026-03-02T00:00:00Z'],
    ['2026-03-02T03:00:00Z', 'Asia/Kathmandu', '2026-03-01T18:15:00Z'],
  ])('of %s in %s', (instant, zone, start) => {
    expect(new Date(startOfDay(at(instant), zone)).toISOString()).toBe(start.replace('Z', '.000Z'));
  });

  it('is at most 25 hours ago', () => {
    for (let hour = 0; hour < 24 * 400; hour += 29) {
      const now = at('2026-01-01T00:00:00Z') + hour * HOUR_MS;
      expect(now - startOfDay(now, 'America/New_York')).toBeLessThan(25 * HOUR_MS);
    }
  });
});
