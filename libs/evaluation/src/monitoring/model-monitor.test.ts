import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { delayDistribution } from '../performance-estimation/delay-distribution.ts';
import { ModelMonitor, type Measure } from './model-monitor.ts';

const HORIZON_DAYS = 60;
const LEADS_PER_DAY = 100;
const CHANGE = 84;
const SOURCES = ['Web', 'Referral', 'Partner', 'Event'] as const;
const RATES: Readonly<Record<string, number>> = { Web: 0.2, Referral: 0.5, Partner: 0.3, Event: 0.1 };

interface Lead {
  readonly day: number;
  readonly source: string | null;
  readonly size: number;
  readonly probability: number;
  readonly wait: number;
}
type Change = (
  lead: { source: string | null; size: number; rate: number },
  random: () => number,
) => {
  source: string | null;
  size: number;
  rate: number;
};
const unchanged: Change = (lead) => lead;

/** Leads whose model is right; from day `CHANGE` on they are changed, and the model does not know. */
function leads(days: number, seed: number, change: Change = unchanged): readonly Lead[] {
  const random = seededRandom(seed);
  return Array.from({ length: days * LEADS_PER_DAY }, (_, i) => {
    const day = i / LEADS_PER_DAY;
    const before = { source: SOURCES[Math.floor(SOURCES.length * random())]!, size: Math.floor(1_000 * random() ** 2) };
    const rate = RATES[before.source]!;
    const { source, size, rate: rateNow } = day >= CHANGE ? change({ ...before, rate }, random) : { ...before, rate };
    const wait = random() < rateNow ? HORIZON_DAYS * random() ** 2 : Number.NaN;
    return { day, source, size, probability: rate, wait };
  });
}

const columnsOf = (of: readonly Lead[]) => [
  { field: 'source', kind: 'categorical' as const, values: of.map(({ source }) => source) },
  { field: 'size', kind: 'numeric' as const, values: of.map(({ size }) => size) },
];

const learned = leads(60, 1);
const monitor = new ModelMonitor({
  columns: columnsOf(learned),
  probabilities: learned.map(({ probability }) => probability),
});
const settled = learned.filter(({ wait }) => !Number.isNaN(wait));
const delays = delayDistribution(
  settled.map(({ wait }) => wait),
  settled.map(() => 1_000),
  HORIZON_DAYS,
  settled.map(({ probability }) => probability),
);

function check(of: readonly Lead[], today: number, by = monitor): readonly Measure[] {
  const known = of.filter(({ day }) => day <= today);
  const columns = columnsOf(known);
  return by.check(
    {
      probabilities: known.map(({ probability }) => probability),
      days: known.map(({ day }) => day),
      waitDays: known.map(({ day, wait }) => (day + wait <= today ? wait : Number.NaN)),
      bins: by.binsOf(columns),
      groups: by.groupsOf([columns[0]!]),
    },
    delays,
    HORIZON_DAYS,
    { today, trainedDay: 0, learnedDay: 0 },
  );
}

const found = (measures: readonly Measure[]) =>
  measures.filter(({ state }) => state !== 'steady').map(({ kind, subject, state }) => `${kind} ${subject} ${state}`);

describe('ModelMonitor', () => {
  it('finds nothing over half a year without a change, whatever it looks at', () => {
    const steady = leads(180, 7);
    for (let today = 3; today < 180; today += 7) expect(found(check(steady, today))).toEqual([]);
  });

  it('watches performance, values, calibration, and three things of each feature', () => {
    const kinds = Map.groupBy(check(leads(70, 7), 69), ({ kind }) => kind);
    expect(Object.fromEntries([...kinds].map(([kind, of]) => [kind, of.length]))).toEqual({
      performance_changed: 1,
      segment_changed: 4,
      delays_moved: 1,
      calibration_off: 1,
      values_missing: 2,
      values_unseen: 1,
      values_moved: 2,
      scores_moved: 1,
    });
  });

  it('alarms for a field that arrives empty, a day after', () => {
    const broken = leads(CHANGE + 2, 8, (lead) => ({ ...lead, source: null }));
    const measures = check(broken, CHANGE + 1);
    expect(found(measures)).toContain('values_missing source alarm');
    const missing = measures.find(({ kind, subject }) => kind === 'values_missing' && subject === 'source')!;
    expect(missing).toMatchObject({ before: 0, now: 1, since: CHANGE });
  });

  it('shows a few more missing values, and does not alarm', () => {
    const some = leads(CHANGE + 40, 9, (lead, random) => ({ ...lead, source: random() < 0.07 ? null : lead.source }));
    expect(found(check(some, CHANGE + 39))).toEqual(['values_missing source moved']);
  });

  it('alarms for values that the model has never seen', () => {
    const renamed = leads(CHANGE + 7, 10, (lead) => ({
      ...lead,
      source: lead.source === 'Web' ? 'Website' : lead.source,
    }));
    expect(found(check(renamed, CHANGE + 6))).toContain('values_unseen source alarm');
  });

  it('shows another distribution of numbers, and does not alarm', () => {
    const larger = leads(CHANGE + 14, 11, (lead) => ({ ...lead, size: Math.min(999, lead.size + 200) }));
    expect(found(check(larger, CHANGE + 13))).toEqual(['values_moved size moved']);
  });

  it('names the value whose leads have turned bad, with both rates', () => {
    const bad = leads(CHANGE + 28, 12, (lead) => (lead.source === 'Referral' ? { ...lead, rate: 0.1 } : lead));
    const measure = check(bad, CHANGE + 27).find(({ subject }) => subject === 'source=Referral')!;
    expect(measure).toMatchObject({ kind: 'segment_changed', state: 'alarm' });
    expect(measure.before).toBeCloseTo(0.5, 5);
    expect(measure.now!).toBeLessThan(0.25);
    expect(Math.abs(measure.since - CHANGE)).toBeLessThanOrEqual(14);
  });

  it('shows that conversions come later, and does not alarm', () => {
    const later = leads(CHANGE + 42, 14).map((lead) =>
      lead.day < CHANGE ? lead : { ...lead, wait: HORIZON_DAYS * (lead.wait / HORIZON_DAYS) ** 0.6 },
    );
    expect(found(check(later, CHANGE + 41))).toEqual(['delays_moved  moved']);
  });

  it('alarms for a group that an administrator has named, instead of the values of that field', () => {
    const grouped = new ModelMonitor({
      columns: columnsOf(learned),
      probabilities: learned.map(({ probability }) => probability),
      groups: [columnsOf(learned)[0]!],
    });
    const bad = leads(CHANGE + 28, 12, (lead) => (lead.source === 'Referral' ? { ...lead, rate: 0.1 } : lead));
    const measures = check(bad, CHANGE + 27, grouped);
    expect(found(measures)).toContain('group_differs source=Referral alarm');
    expect(measures.filter(({ kind }) => kind === 'segment_changed')).toEqual([]);
  });

  it('expects a season that the settled leads of the year before had', () => {
    const quiet: Change = (lead) => ({ ...lead, rate: 0.65 * lead.rate });
    const now = leads(CHANGE + 35, 15, quiet);
    const year = leads(364, 16).map((lead) => ({ ...lead, day: lead.day - 364 }));
    const isQuiet = ({ day }: Lead) => day >= CHANGE - 364 && day < CHANGE - 364 + 60;
    const random = seededRandom(17);
    const settled = {
      probabilities: year.map(({ probability }) => probability),
      days: year.map(({ day }) => day),
      reached: year.map((lead) => (lead.wait <= HORIZON_DAYS && !(isQuiet(lead) && random() < 0.35) ? 1 : 0)),
    };
    const seasonal = new ModelMonitor({ columns: [], probabilities: settled.probabilities, settled });
    const unaware = new ModelMonitor({ columns: [], probabilities: settled.probabilities });
    expect(found(check(now, CHANGE + 34, unaware))).toContain('performance_changed  alarm');
    expect(found(check(now, CHANGE + 34, seasonal))).toEqual([]);
  });

  it('alarms for settled leads whose odds are far from the predicted ones, without any delays', () => {
    const bad = leads(CHANGE + 100, 13, (lead) => ({ ...lead, rate: lead.rate / 2 }));
    const today = CHANGE + 99;
    const measures = monitor.check(
      {
        probabilities: bad.map(({ probability }) => probability),
        days: bad.map(({ day }) => day),
        waitDays: bad.map(({ day, wait }) => (day + wait <= today ? wait : Number.NaN)),
        bins: monitor.binsOf(columnsOf(bad)),
      },
      undefined,
      HORIZON_DAYS,
      { today, trainedDay: 0, learnedDay: 0 },
    );
    expect(found(measures)).toEqual(['calibration_off  alarm']);
    expect(measures[0]!.now! / measures[0]!.before!).toBeLessThan(0.75);
  });
});
