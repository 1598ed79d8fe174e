import { HOUR_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { FirstTouch } from '../ports/index.ts';
import { splitByStart, touchTimes } from './first-touch.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
/** A lead that was contacted, or closed, this number of hours after its creation. */
const lead = (touched: number | null, closed: number | null = null, band = 'A', created = START): FirstTouch => ({
  band,
  createdAt: created,
  touchedAt: touched === null ? null : created + touched * HOUR_MS,
  closedAt: closed === null ? null : created + closed * HOUR_MS,
});
const NOW = START + 100 * HOUR_MS;

describe('touchTimes', () => {
  it('is the plain median and share where every lead was contacted', () => {
    expect(touchTimes([lead(1), lead(5), lead(30), lead(2)], NOW)).toEqual([
      { band: 'A', leads: 4, contacted: 4, medianHours: 2, withinDay: 0.75 },
    ]);
  });

  it('lets leads that are still waiting count for as long as they waited', () => {
    const waiting = lead(null, null, 'A', NOW - HOUR_MS);
    // Of four leads, two are contacted after 2 and 5 hours; one has waited only 1 hour and says nothing about later.
    const [times] = touchTimes([lead(2), lead(5), lead(null), waiting], NOW);
    expect(times).toMatchObject({ leads: 4, contacted: 2, medianHours: 5 });
    expect(times!.withinDay).toBeCloseTo(2 / 3, 12);
  });

  it('knows neither where too little is seen', () => {
    expect(touchTimes([lead(null, null, 'B', NOW - HOUR_MS)], NOW)).toEqual([
      { band: 'B', leads: 1, contacted: 0, medianHours: null, withinDay: null },
    ]);
    expect(touchTimes([lead(null), lead(null)], NOW)).toMatchObject([{ medianHours: null, withinDay: 0 }]);
  });

  it('takes a lead that was closed without a contact out of the waiting ones', () => {
    expect(touchTimes([lead(null, 1), lead(4), lead(6)], NOW)).toMatchObject([{ contacted: 2, medianHours: 4 }]);
  });

  it('is by band, in the order of the bands', () => {
    expect(touchTimes([lead(1, null, 'B'), lead(2)], NOW).map(({ band }) => band)).toEqual(['A', 'B']);
  });
});

describe('splitByStart', () => {
  it('ends the time before at the start of alerts, so that a later contact does not count for it', () => {
    const start = START + 10 * HOUR_MS;
    const { before, since } = splitByStart([lead(2), lead(20), lead(1, null, 'A', start)], start);
    expect(before).toMatchObject([{ touchedAt: START + 2 * HOUR_MS }, { touchedAt: null, closedAt: start }]);
    expect(since).toMatchObject([{ createdAt: start, closedAt: null }]);
  });
});
