import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { environmentValue, seededRandom } from '@leadlight/common';
import { compareUplift, type UpliftComparison } from '@leadlight/evaluation';
import { selectRows, type Column } from '@leadlight/forest';
import { learnerById, trainTLearner, trainXLearner, type UpliftExamples } from '@leadlight/learners';
import { parse } from 'csv-parse/sync';
import type { RowOnData } from './life-row.ts';

const NUMBERS = ['recency', 'history', 'mens', 'womens', 'newbie'];
const CATEGORIES = ['zip_code', 'channel'];
const SEED = 1;

/**
 * Customers of whom two thirds, chosen by chance, got an e-mail; the outcome is a visit within two weeks.
 * @source Hillstrom 2008, "The MineThatData E-Mail Analytics And Data Mining Challenge"
 */
function readHillstrom(folder: string): UpliftExamples {
  const text = gunzipSync(readFileSync(join(folder, 'hillstrom.csv.gz'))).toString();
  const records = parse(text, { columns: true }) as Record<string, string>[];
  return {
    rows: records.length,
    columns: [
      ...NUMBERS.map((name): Column => ({
        kind: 'numeric',
        name,
        values: Float64Array.from(records, (record) => Number(record[name])),
      })),
      ...CATEGORIES.map((name): Column => {
        const categories = [...new Set(records.map((record) => record[name]!))].sort();
        const codes = Int32Array.from(records, (record) => categories.indexOf(record[name]!));
        return { kind: 'categorical', name, codes, categories };
      }),
    ],
    labels: Uint8Array.from(records, ({ visit }) => Number(visit)),
    treated: Uint8Array.from(records, ({ segment }) => (segment === 'No E-Mail' ? 0 : 1)),
  };
}

/** Both halves of the records, drawn by chance. */
function halvesOf(examples: UpliftExamples): readonly [UpliftExamples, UpliftExamples] {
  const random = seededRandom(SEED);
  const isFirst = Uint8Array.from({ length: examples.rows }, () => (random() < 0.5 ? 1 : 0));
  const pick = (which: number): UpliftExamples => {
    const rows = Int32Array.from({ length: examples.rows }, (_, row) => row).filter((row) => isFirst[row] === which);
    return {
      ...selectRows(examples, rows),
      labels: Uint8Array.from(rows, (row) => examples.labels[row]!),
      treated: Uint8Array.from(rows, (row) => examples.treated[row]!),
    };
  };
  return [pick(1), pick(0)];
}

const describe = ({ difference, interval, isOffered }: UpliftComparison): string =>
  `${isOffered ? 'offered' : 'not offered'}: ${difference.toFixed(4)} (${interval.low.toFixed(4)} to ${interval.high.toFixed(4)})`;

const upliftRow = (name: string, train: typeof trainTLearner): RowOnData => ({
  name: `uplift by lead, ${name}, on Hillstrom’s e-mails`,
  must: 'not offered',
  data: `64,000 customers, learned from one half (seed ${SEED}), compared on the other: Qini coefficient minus that of the probability, 90 % interval`,
  run: () => {
    const folder = environmentValue(process.env, 'LEADLIGHT_REAL_DATA');
    if (!folder) return { measured: 'not measured: LEADLIGHT_REAL_DATA is not set', isReached: null };
    const [training, unseen] = halvesOf(readHillstrom(folder));
    const settings = { seed: SEED, threads: 1 };
    const probabilities = learnerById('forest').train(training, settings).model.predictTable(unseen);
    const comparison = compareUplift(train(training, settings).predictTable(unseen), probabilities, unseen, {
      seed: SEED,
    });
    return { measured: describe(comparison), isReached: !comparison.isOffered };
  },
});

export const upliftRows: readonly RowOnData[] = [
  upliftRow('T-learner', trainTLearner),
  upliftRow('X-learner', trainXLearner),
];
