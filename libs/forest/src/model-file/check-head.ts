import type { Calibrator } from '../calibration/calibrator.ts';
import { MAX_FEATURES } from '../ensemble.ts';
import { ForestError } from '../errors.ts';
import type { Json, Reference } from '../model.ts';

type FeatureHead =
  | { readonly kind: 'numeric'; readonly name: string; readonly edges: readonly number[] }
  | {
      readonly kind: 'categorical';
      readonly name: string;
      readonly categories: readonly string[];
      readonly bins: readonly number[];
    };

/** The JSON part of a model file. */
export interface Head {
  readonly learner: string;
  readonly features: readonly FeatureHead[];
  readonly offset: number;
  readonly scale: number;
  readonly calibrator: Calibrator;
  readonly reference: Reference;
  readonly facts: { readonly [key: string]: Json };
}

/** Readers of the facts walk them recursively. */
const MAX_NESTING = 64;

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return levels === 0 || members.some((member) => isDeeperThan(member, levels - 1));
}

type Fields = { readonly [key: string]: unknown };

const reject = (reason: string): never => {
  throw new ForestError('model_invalid', { reason });
};

const parseObject = (value: unknown, where: string): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : reject(`${where} is missing`);
const parseList = (value: unknown, where: string): readonly unknown[] =>
  Array.isArray(value) ? value : reject(`${where} is not a list`);
const parseText = (value: unknown, where: string): string =>
  typeof value === 'string' ? value : reject(`${where} is not a text`);
const parseNumber = (value: unknown, where: string): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : reject(`${where} is not a finite number`);
const parseNumbers = (value: unknown, where: string) => parseList(value, where).map((item) => parseNumber(item, where));
const parseNonNegative = (value: unknown, where: string) => {
  const number = parseNumber(value, where);
  return number >= 0 ? number : reject(`${where} is negative`);
};

/** @param strictly whether equal neighbours are rejected */
function parseAscending(value: unknown, where: string, strictly: boolean): readonly number[] {
  const numbers = parseNumbers(value, where);
  for (let i = 1; i < numbers.length; i++) {
    if (strictly ? numbers[i] <= numbers[i - 1] : numbers[i] < numbers[i - 1]) reject(`${where} do not ascend`);
  }
  return numbers;
}

function parseFeature(value: unknown): FeatureHead {
  const { kind, name: rawName, edges, categories, bins } = parseObject(value, 'a feature');
  const name = parseText(rawName, 'a feature name');
  if (kind === 'numeric') {
    const numbers = parseAscending(edges, `the edges of "${name}"`, true);
    return numbers.length > 65_000 ? reject(`"${name}" has too many edges`) : { kind, name, edges: numbers };
  }
  if (kind !== 'categorical') return reject(`"${name}" has an unknown kind`);
  const names = parseList(categories, `the categories of "${name}"`).map((category) =>
    parseText(category, 'a category'),
  );
  const categoryBins = parseNumbers(bins, `the bins of "${name}"`);
  if (categoryBins.length !== names.length) reject(`"${name}" does not have one bin per category`);
  if (categoryBins.some((bin) => !Number.isInteger(bin) || bin < 0 || bin > 65_535))
    reject(`"${name}" has an invalid bin`);
  return { kind, name, categories: names, bins: categoryBins };
}

function parseCalibrator(value: unknown): Calibrator {
  const { kind, ...rest } = parseObject(value, 'the calibrator');
  switch (kind) {
    case 'identity':
      return { kind };
    case 'sigmoid':
    case 'platt':
      return {
        kind,
        slope: parseNonNegative(rest['slope'], 'the slope'),
        intercept: parseNumber(rest['intercept'], 'the intercept'),
      };
    case 'beta':
    case 'log-odds-beta':
      return {
        kind,
        a: parseNonNegative(rest['a'], 'a'),
        b: parseNonNegative(rest['b'], 'b'),
        c: parseNumber(rest['c'], 'c'),
      };
    case 'quadratic':
      return parseQuadratic(rest);
    case 'isotonic': {
      const raw = parseAscending(rest['raw'], 'the calibrator', true);
      const probability = parseAscending(rest['probability'], 'the calibrator', false);
      if (raw.length === 0 || raw.length !== probability.length) return reject('the calibrator has no points');
      if (probability[0] < 0 || probability[probability.length - 1] > 1) return reject('a probability is outside 0..1');
      return { kind, raw, probability };
    }
    default:
      return reject('the calibrator has an unknown kind');
  }
}

/** It never decreases: it is constant beyond its vertex. */
function parseQuadratic({ of, square, slope, intercept }: Fields): Calibrator {
  if (of !== 'log odds' && of !== 'share') return reject('the calibrator does not say what it is a parabola of');
  const [a, b] = [parseNumber(square, 'the square'), parseNumber(slope, 'the slope')];
  if (a === 0 && b < 0) return reject('the slope is negative');
  return { kind: 'quadratic', of, square: a, slope: b, intercept: parseNumber(intercept, 'the intercept') };
}

function parseReference(value: unknown): Reference {
  const { quantiles, bins, uncertain } = parseObject(value, 'the reference');
  return {
    quantiles: parseAscending(quantiles, 'the quantiles', false),
    bins: parseList(bins, 'the reference bins').map((bin) => {
      const { upTo, count, converted } = parseObject(bin, 'a reference bin');
      return {
        upTo: parseNumber(upTo, 'a bin edge'),
        count: parseNonNegative(count, 'a count'),
        converted: parseNonNegative(converted, 'a count'),
      };
    }),
    ...parseUncertain(uncertain),
  };
}

function parseUncertain(value: unknown): Pick<Reference, 'uncertain'> {
  if (value === undefined) return {};
  const { low, high } = parseObject(value, 'the uncertain range');
  return { uncertain: { low: parseNumber(low, 'a bound'), high: parseNumber(high, 'a bound') } };
}

/** @throws ForestError `model_invalid` */
export function parseHeadJson(value: unknown): Head {
  const head = parseObject(value, 'the head');
  if (isDeeperThan(head, MAX_NESTING)) reject('its head is nested too deeply');
  const list = parseList(head['features'], 'the feature list');
  if (list.length > MAX_FEATURES) reject(`it has more than ${MAX_FEATURES} features`);
  const features = list.map(parseFeature);
  if (new Set(features.map((feature) => feature.name)).size < features.length) reject('a feature occurs twice');
  return {
    learner: parseText(head['learner'], 'the learner'),
    features,
    offset: parseNumber(head['offset'], 'the offset'),
    scale: parseNumber(head['scale'], 'the scale'),
    calibrator: parseCalibrator(head['calibrator']),
    reference: parseReference(head['reference']),
    facts: parseObject(head['facts'], 'the facts') as { readonly [key: string]: Json },
  };
}
