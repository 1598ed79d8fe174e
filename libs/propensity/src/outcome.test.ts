import { describe, expect, it } from 'vitest';
import { account, buysAgain, churns, day, purchase } from './histories.fixture.ts';
import { MeasuredTimes } from './measured-times.ts';
import { outcomeOf } from './outcome.ts';

const rule = { ...churns, reportingDelayDays: 5 };

describe('outcomeOf', () => {
  it('says that an account churned that bought nothing within the horizon', () => {
    const quiet = account([purchase(10), purchase(200)]);
    expect(outcomeOf(quiet, rule, day(20), day(400))).toEqual({ outcome: 'positive', reachedAt: day(140) });
    expect(outcomeOf(quiet, rule, day(100), day(400))).toEqual({ outcome: 'negative', reachedAt: null });
  });

  it('decides nothing before the horizon and the reporting delay have passed, even after a purchase', () => {
    const active = account([purchase(10), purchase(30)]);
    expect(outcomeOf(active, rule, day(20), day(144.9)).outcome).toBe('undecided');
    expect(outcomeOf(active, rule, day(20), day(145)).outcome).toBe('negative');
  });

  it('counts a purchase that was entered late from the day of the purchase', () => {
    const late = account([purchase(10), purchase(139, 100, -3)]);
    expect(outcomeOf(late, rule, day(20), day(145)).outcome).toBe('negative');
  });

  it('leaves out accounts that were merged before anybody could know, and keeps what they had done', () => {
    const merged = (at: number) => account([purchase(10), purchase(40)], { isDeleted: true, endedAt: day(at) });
    expect(outcomeOf(merged(90), rule, day(50), day(400)).outcome).toBe('censored');
    expect(outcomeOf(merged(90), rule, day(20), day(400)).outcome).toBe('negative');
    expect(outcomeOf(merged(300), rule, day(50), day(400)).outcome).toBe('positive');
  });

  it('reports when an event within the horizon, or a later one, came true', () => {
    const twice = account([purchase(10), purchase(90)]);
    const again = { ...buysAgain, reportingDelayDays: 0 };
    expect(outcomeOf(twice, again, day(40), day(400))).toEqual({ outcome: 'positive', reachedAt: day(90) });
    expect(outcomeOf(twice, again, day(20), day(400))).toEqual({ outcome: 'negative', reachedAt: day(90) });
    expect(outcomeOf(twice, again, day(95), day(400))).toEqual({ outcome: 'negative', reachedAt: null });
  });
});

describe('MeasuredTimes', () => {
  it('measures how late purchases are entered and how far apart they are', () => {
    const times = new MeasuredTimes();
    const late = Array.from({ length: 30 }, (_, i) => purchase(40 * i, 100, i % 10 === 0 ? -9 : 2));
    times.add(account(late), churns);
    expect(times.events).toBe(30);
    expect(times.reportingDelayDays).toBe(9);
    expect(times.gapDays).toBe(40);
  });

  it('measures no gap from a few events', () => {
    const times = new MeasuredTimes();
    times.add(account([purchase(10), purchase(20)]), churns);
    expect(times.gapDays).toBeUndefined();
  });
});
