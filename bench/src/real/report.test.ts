import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { meanValues, pairedDifferences, type MeasuredSplit } from './compare.ts';
import { parseDate } from './load-table.ts';
import { readManifest } from './manifest.ts';
import { pinnedVersions } from './python.ts';
import { reportText, verdictLine, type MeasuredTable } from './report.ts';

/** A split of 1,000 leads whose true probabilities one program knows and another one knows only in part. */
function split(seed: number): MeasuredSplit {
  const next = seededRandom(seed);
  const truth = Float64Array.from({ length: 1_000 }, () => next() * next());
  const labels = Uint8Array.from(truth, (p) => Number(next() < p));
  const vague = truth.map((p) => 0.125 + p / 2);
  const leads = Int32Array.from(labels.keys());
  const own = ['best', truth] as const;
  return { labels, leads, trainingRows: 4_000, probabilities: new Map([own, ['forest', truth], ['vague', vague]]) };
}

const tableOf = (splits: readonly MeasuredSplit[]): MeasuredTable => ({
  entry: { name: 'simulated', file: 'none.csv', label: 'won' },
  rows: 5_000,
  converted: 1_250,
  isSplitByTime: splits.length === 1,
  splits,
  chosen: splits.map(() => 'forest'),
});
const programs = { ours: ['forest'], peers: new Map([['vague', 'Vague']]) };

describe('pairedDifferences', () => {
  it.each([[1], [5]])('finds the better program on %i splits', (count) => {
    const splits = Array.from({ length: count }, (_, seed) => split(seed + 1));
    const { logLoss, ece } = pairedDifferences(splits, 'best', 'vague');
    expect(logLoss.high).toBeLessThan(0);
    expect(ece.mean).toBeLessThan(0);
    expect(logLoss.mean).toBeCloseTo(meanValues(splits, 'best').logLoss - meanValues(splits, 'vague').logLoss, 10);
    expect(logLoss.low).toBeLessThan(logLoss.mean);
    expect(logLoss.mean).toBeLessThan(logLoss.high);
  });

  it('finds no difference in AUC where the ranking is the same', () => {
    const { auc } = pairedDifferences([split(1), split(2)], 'best', 'vague');
    expect(auc).toEqual({ mean: 0, low: 0, high: 0 });
  });
});

describe('report of bench:real', () => {
  const table = tableOf([split(1)]);

  it('says in one line whether the published model is ahead of the best peer', () => {
    expect(verdictLine(table, programs)).toMatch(/^simulated: AUC 0\.\d{4}, log loss 0\.\d{4}\. .*Vague: −.*, ahead;/);
    expect(verdictLine(table, programs)).toContain('within noise.');
  });

  it('has a line for every table, every peer and our best single contender', () => {
    const text = reportText([table], programs);
    expect(text).toContain('| simulated | 5,000 | 25.0 % | the newest 1,000 | forest 1 × |');
    expect(text).toMatch(/\| Vague \| \+0\.0000 \| −0\.\d{4} \| −0\.\d{4} \| \+0\.0000, simulated \|/);
    expect(text).toMatch(/our best single contender of each table by AUC \| \+0\.0000 \| \+0\.0000/);
  });
});

describe('input of bench:real', () => {
  it('reads every entry of the manifest', () => {
    expect(readManifest().map(({ name }) => name)).toContain('Olist');
  });

  it.each([
    ['2018-02-01', 'YYYY-MM-DD', '2018-02-01'],
    ['2/24/2011', 'M/D/YYYY', '2011-02-24'],
    ['02/10/2017', 'D/M/YYYY', '2017-10-02'],
    ['29/02/2018', 'D/M/YYYY', '2018-03-01'],
  ] as const)('parseDate reads %s as %s', (text, format, iso) => {
    expect(new Date(parseDate(text, format)).toISOString().slice(0, 10)).toBe(iso);
  });

  it('parseDate rejects a text that is no date', () => {
    expect(() => parseDate('soon', 'M/D/YYYY')).toThrow('soon is no date');
  });

  it('pinnedVersions reads a list of requirements', () => {
    expect(pinnedVersions('a==1.2\n# note\nb==3\n')).toEqual({ a: '1.2', b: '3' });
  });
});
