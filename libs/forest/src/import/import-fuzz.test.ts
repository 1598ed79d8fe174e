import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { ForestError } from '../errors.ts';
import type { BinnedTreeModel } from '../prediction/tree-model.ts';
import type { Examples } from '../table.ts';
import { FAULT_ROUNDS, printFigures } from '../testing/fault-rounds.ts';
import { mlForest, sklearn, xgboost } from '../testing/foreign-forests.ts';
import { importMlRandomForest } from './ml-random-forest.ts';
import { importScikitLearn } from './scikit-learn.ts';
import { importXgboost } from './xgboost.ts';

/** Of each format. A file takes five milliseconds, because its model is fitted to the examples. */
const FILES = FAULT_ROUNDS === 1 ? 250 : 1_000 * FAULT_ROUNDS;

const values = Float64Array.from({ length: 60 }, (_, row) => row % 20);
const examples: Examples = {
  rows: 60,
  columns: [
    { kind: 'numeric', name: 'budget', values },
    { kind: 'numeric', name: 'age', values },
  ],
  labels: Uint8Array.from(values, (value) => (value > 9 ? 1 : 0)),
};

type Members = Record<string, unknown>;

/** Every object and list in a document. */
function containersIn(value: unknown): Members[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Members, ...Object.values(value).flatMap(containersIn)];
}

const ODD: readonly (() => unknown)[] = [
  () => 0,
  () => -1,
  () => 1,
  () => 0.5,
  () => 1e300,
  () => 4_294_967_296,
  () => null,
  () => true,
  () => '',
  () => '__proto__',
  () => [],
  () => ({}),
  () => ({ toString: 1, valueOf: null }),
  () => Array.from({ length: 1_000 }, () => 0),
];

/** A copy of the document with one to three members removed, replaced, doubled or swapped. */
function mutate(document: object, next: () => number): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)];
  const copy = JSON.parse(JSON.stringify(document)) as object;
  for (let changes = 1 + Math.floor(next() * 3); changes > 0; changes--) {
    const container = pick(containersIn(copy));
    const names = Object.keys(container);
    if (names.length === 0) continue;
    const name = pick(names);
    switch (Math.floor(next() * 5)) {
      case 0:
        delete container[name];
        break;
      case 1:
        container[name] = pick(ODD)();
        break;
      case 2:
        container[name] = container[pick(names)];
        break;
      case 3:
        if (Array.isArray(container)) container.push(container[Number(name)]);
        break;
      default:
        if (typeof container[name] === 'number') container[name] = Math.floor(next() * 8) - 1;
    }
  }
  return JSON.parse(JSON.stringify(copy));
}

const formats: readonly (readonly [string, object, (json: unknown) => BinnedTreeModel])[] = [
  ['scikit-learn', sklearn, (json) => importScikitLearn(json, { examples })],
  ['xgboost', xgboost, (json) => importXgboost(json, { examples })],
  ['ml-random-forest', mlForest, (json) => importMlRandomForest(json, ['budget', 'age'], { examples })],
];

describe('damaged files of other programs', () => {
  it.each(formats)('%s is rejected, or becomes a model that predicts probabilities', (format, document, read) => {
    const next = seededRandom(17);
    const verdicts = { rejected: 0, read: 0 };
    for (let file = 0; file < FILES; file++) {
      const damaged = mutate(document, next);
      let model: BinnedTreeModel;
      try {
        model = read(damaged);
      } catch (error) {
        if (!(error instanceof ForestError)) throw new Error(JSON.stringify(damaged), { cause: error });
        verdicts.rejected++;
        continue;
      }
      verdicts.read++;
      const row = model.features.map(() => 4);
      const probability = model.predict(row);
      expect(probability >= 0 && probability <= 1, JSON.stringify(damaged)).toBe(true);
      expect(model.explain(row).contributions).toHaveLength(model.features.length);
    }
    printFigures({ format, files: FILES, ...verdicts });
    expect(verdicts.rejected).toBeGreaterThan(FILES / 10);
    expect(verdicts.read).toBeGreaterThan(FILES / 50);
  });
});
