import { expect, it } from 'vitest';
import { readCsv } from '../testing/read-csv.ts';
import { writeCsv } from '../table/write-csv.ts';
import {
  describeOnRealData,
  leaderboardEntryOf,
  trainAndReadReport,
  verdictsOf,
  type RealData,
} from '../testing/real-data.ts';

/** Leads with their deals: once with honest columns only, once with the columns that exist for closed deals only. */
function joined({ source, own }: RealData): {
  readonly honest: string;
  readonly leaky: string;
  readonly planted: string[];
} {
  const leads = readCsv(source('olist-mql.csv'));
  const deals = readCsv(source('olist-closed.csv'));
  const dealOf = new Map(deals.rows.map((cells) => [cells[deals.header.indexOf('mql_id')]!, cells]));
  const withColumns = (columns: readonly string[], file: string) => {
    const rows = leads.rows.map((cells) => {
      const deal = dealOf.get(cells[leads.header.indexOf('mql_id')]!);
      return [...cells, ...columns.map((name) => deal?.[deals.header.indexOf(name)] ?? '')];
    });
    writeCsv(own(file), [[...leads.header, ...columns], ...rows], ',');
    return own(file);
  };
  const planted = deals.header.filter((name) => name !== 'mql_id' && name !== 'won_date');
  return {
    honest: withColumns(['won_date'], 'honest.csv'),
    leaky: withColumns(['won_date', ...planted], 'leaky.csv'),
    planted,
  };
}

const OUTCOME = ['--created', 'first_contact_date', '--converted-at', 'won_date', '--horizon', '30'];

describeOnRealData('Olist, 8,000 real leads with dates', (files) => {
  it('is as good as logistic regression on the newest fifth, and better than the base rate', async () => {
    const { honest } = joined(files);
    const report = await trainAndReadReport([
      ...['--csv', honest, ...OUTCOME, '--quick', '--out', files.own('honest.model')],
    ]);
    expect(report.split.kind).toBe('time');
    expect(report.holdout.auc).toBeGreaterThanOrEqual(leaderboardEntryOf(report, 'logistic').metrics.auc - 0.01);
    expect(report.holdout.logLoss).toBeLessThan(leaderboardEntryOf(report, 'base-rate').metrics.logLoss);
    expect(
      [...verdictsOf(report)]
        .filter(([, verdict]) => verdict === 'fine')
        .map(([field]) => field)
        .sort(),
    ).toEqual(['landing_page_id', 'origin']);
  });

  it('excludes every column that exists for closed deals only', async () => {
    const { leaky, planted } = joined(files);
    const report = await trainAndReadReport([
      ...['--csv', leaky, ...OUTCOME, '--learner', 'logistic', '--quick', '--out', files.own('leaky.model')],
    ]);
    const verdicts = verdictsOf(report);
    expect(planted).toHaveLength(12);
    expect(planted.filter((field) => verdicts.get(field) !== 'excluded')).toEqual([]);
    expect(report.holdout.auc).toBeLessThan(0.8);
  });
});
