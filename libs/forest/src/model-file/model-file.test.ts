import { describe, expect, it } from 'vitest';
import { ForestError } from '../errors.ts';
import { rawRow } from '../table.ts';
import { simulatedLeads } from '../testing/simulated-leads.ts';
import { seededRandom } from '@leadlight/common';
import { FAULT_ROUNDS, printFigures } from '../testing/fault-rounds.ts';
import { trainForest } from '../training/train-forest.ts';
import { crc32 } from './crc32.ts';
import { decodeText, encodeText } from './format.ts';
import { readModel } from './read-model.ts';
import { writeModel } from './write-model.ts';

// Every JavaScript runtime has it, but it is not in TypeScript's library of the language itself.
declare const performance: { now(): number };

const leads = simulatedLeads(400, 2);
const { model } = trainForest(leads, { trees: 6, maxDepth: 6, minPerOutcome: 5 }, { facts: { goal: 'won' } });
const file = writeModel(model);
const row = rawRow(leads, 1);

const rejectionOf = (bytes: Uint8Array) => {
  try {
    readModel(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ForestError) return { code: error.code, ...error.facts };
    throw error;
  }
};

/** The file with a valid checksum, as an attacker would write it. */
function sealed(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const end = copy.length - 4;
  if (end > 0) new DataView(copy.buffer).setUint32(end, crc32(copy.subarray(0, end)), true);
  return copy;
}

/** The file with a changed JSON part and a valid checksum. */
function withHead(change: (head: Record<string, unknown>) => void): Uint8Array {
  const view = new DataView(file.buffer);
  const size = view.getUint32(16, true);
  const head = JSON.parse(decodeText(file.subarray(32, 32 + size))) as Record<string, unknown>;
  change(head);
  const text = encodeText(JSON.stringify(head));
  const json = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(32);
  json.set(text);
  const bytes = new Uint8Array(file.length - size + json.length);
  bytes.set(file.subarray(0, 32));
  bytes.set(json, 32);
  bytes.set(file.subarray(32 + size), 32 + json.length);
  new DataView(bytes.buffer).setUint32(12, bytes.length, true);
  new DataView(bytes.buffer).setUint32(16, json.length, true);
  return sealed(bytes);
}

describe('model file', () => {
  it('crc32 equals that of zlib', () => {
    expect(crc32(encodeText('123456789'))).toBe(0xcbf43926);
  });

  it('readModel accepts a view into a larger buffer', () => {
    const larger = new Uint8Array(file.length + 13);
    larger.set(file, 13);
    expect(readModel(larger.subarray(13)).predict(row)).toBe(model.predict(row));
  });

  it('readModel rejects foreign and empty files', () => {
    expect(rejectionOf(encodeText('PK\u0003\u0004 something else entirely'))).toEqual({ code: 'model_not_ours' });
    expect(rejectionOf(new Uint8Array())).toEqual({ code: 'model_not_ours' });
  });

  it('readModel rejects a newer version', () => {
    const newer = file.slice();
    new DataView(newer.buffer).setUint32(8, 2, true);
    expect(rejectionOf(newer)).toEqual({ code: 'model_version', version: 2, supported: 1 });
  });

  it('readModel rejects a truncated file', () => {
    for (const length of [9, 31, 32, 200, file.length - 5, file.length - 1]) {
      expect(rejectionOf(file.subarray(0, length))).toMatchObject({ code: 'model_truncated', bytes: length });
    }
  });

  it('readModel rejects a file with a flipped bit', () => {
    const next = seededRandom(5);
    for (let i = 0; i < 400; i++) {
      const flipped = file.slice();
      flipped[Math.floor(next() * file.length)] ^= 1 << Math.floor(next() * 8);
      expect(rejectionOf(flipped)).toBeDefined();
    }
  });

  it.each<[string, (head: Record<string, unknown>) => void]>([
    ['no features', (head) => delete head['features']],
    [
      'a feature twice',
      (head) => (head['features'] = [...(head['features'] as unknown[]), (head['features'] as unknown[])[0]]),
    ],
    ['one feature too few', (head) => (head['features'] = (head['features'] as unknown[]).slice(0, 1))],
    [
      'a calibrator that reverses the ranking',
      (head) => (head['calibrator'] = { kind: 'platt', slope: -1, intercept: 0 }),
    ],
    [
      'a quadratic calibrator of nothing',
      (head) => (head['calibrator'] = { kind: 'quadratic', square: 1, slope: 1, intercept: 0 }),
    ],
    [
      'a quadratic calibrator that falls',
      (head) => (head['calibrator'] = { kind: 'quadratic', of: 'share', square: 0, slope: -1, intercept: 0 }),
    ],
    ['a calibrator of unknown kind', (head) => (head['calibrator'] = { kind: 'magic' })],
    ['a scale that is a text', (head) => (head['scale'] = '1')],
    ['quantiles out of order', (head) => (head['reference'] = { quantiles: [0.5, 0.1], bins: [] })],
    [
      'facts that are nested 200 deep',
      (head) => (head['facts'] = JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`)),
    ],
    [
      'more features than a split can name',
      (head) =>
        (head['features'] = Array.from({ length: 40_000 }, (_, f) => ({ kind: 'numeric', name: `f${f}`, edges: [] }))),
    ],
    ['facts that are a list', (head) => (head['facts'] = [])],
  ])('readModel rejects a head with %s and a valid checksum', (_, change) => {
    expect(rejectionOf(withHead(change))?.code).toBe('model_invalid');
  });

  it('readModel rejects any mutated file or returns a model that predicts probabilities', () => {
    const next = seededRandom(11);
    const below = (n: number) => Math.floor(next() * n);
    const treesAt = 32 + new DataView(file.buffer).getUint32(16, true);
    const verdicts = { rejected: 0, read: 0 };
    for (let i = 0; i < 500 * FAULT_ROUNDS; i++) {
      const mutated = file.slice(0, next() < 0.1 ? below(file.length) : file.length);
      // Most of the file is trees: aim at the header and the head as often.
      const [from, to] = next() < 0.6 ? [treesAt, mutated.length] : [0, Math.min(treesAt, mutated.length)];
      for (let k = below(4); k >= 0; k--) {
        mutated[from + below(to - from)] = below(3) === 0 ? [0, 255, 127][below(3)] : below(256);
      }
      const bytes = sealed(mutated);
      if (rejectionOf(bytes)) verdicts.rejected++;
      else {
        verdicts.read++;
        const read = readModel(bytes);
        const given = read.features.map(({ kind }, f) => (kind === model.features[f]?.kind ? row[f] : null));
        const p = read.predict(given);
        expect(p >= 0 && p <= 1).toBe(true);
        expect(read.explain(given).contributions).toHaveLength(read.features.length);
      }
    }
    printFigures({ format: 'model file', files: 500 * FAULT_ROUNDS, ...verdicts });
    expect(verdicts.rejected).toBeGreaterThan(50 * FAULT_ROUNDS);
    expect(verdicts.read).toBeGreaterThan(15 * FAULT_ROUNDS);
  });

  it('readModel loads 300 trees in less than 50 ms', () => {
    const large = writeModel(trainForest(simulatedLeads(3000, 3), { trees: 300, minLeaf: 8 }).model);
    const times = Array.from({ length: 9 }, () => {
      const start = performance.now();
      readModel(large);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});
