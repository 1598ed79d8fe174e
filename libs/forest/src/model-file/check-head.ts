import type { Calibrator } from '../calibration/calibrator.ts';
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

type Fields = { readonly [key: string]: unknown };

const refuse = (reason: string): never => {
  throw new ForestError({ code: 'model_invalid', reason });
};

const fieldsOf = (value: unknown, where: string): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : refuse(`${where} is missing`);
const listOf = (value: unknown, where: string): readonly unknown[] =>
  Array.isArray(value) ? value : refuse(`${where} is not a list`);
const textOf = (value: unknown, where: string): string =>
  typeof value === 'string' ? value : refuse(`${where} is not a text`);
const numberOf = (value: unknown, where: string): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse(`${where} is not a finite number`);
const numbersOf = (value: unknown, where: string) => listOf(value, where).map((item) => numberOf(item, where));
const notNegative = (value: unknown, where: string) => {
  const number = numberOf(value, where);
  return number >= 0 ? number : refuse(`${where} is negative`);
};

/** Ascending; `step` 0 allows equal neighbours. */
function ascending(value: unknown, where: string, strictly: boolean): readonly number[] {
  const numbers = numbersOf(value, where);
  for (let i = 1; i < numbers.length; i++) {
    if (strictly ? numbers[i] <= numbers[i - 1] : numbers[i] < numbers[i - 1]) refuse(`${where} do not ascend`);
  }
  return numbers;
}

function featureOf(value: unknown): FeatureHead {
  const { kind, name: rawName, edges, categories, bins } = fieldsOf(value, 'a feature');
  const name = textOf(rawName, 'a feature name');
  if (kind === 'numeric') {
    const numbers = ascending(edges, `the edges of "${name}"`, true);
    return numbers.length > 65_000 ? refuse(`"${name}" has too many edges`) : { kind, name, edges: numbers };
  }
  if (kind !== 'categorical') return refuse(`"${name}" has no known kind`);
  const names = listOf(categories, `the categories of "${name}"`).map((category) => textOf(category, 'a category'));
  const places = numbersOf(bins, `the bins of "${name}"`);
  if (places.length !== names.length) refuse(`"${name}" has not one bin a category`);
  if (places.some((bin) => !Number.isInteger(bin) || bin < 0 || bin > 65_535)) refuse(`"${name}" has a bad bin`);
  return { kind, name, categories: names, bins: places };
}

function calibratorOf(value: unknown): Calibrator {
  const { kind, ...rest } = fieldsOf(value, 'the calibrator');
  switch (kind) {
    case 'identity':
      return { kind };
    case 'sigmoid':
    case 'platt':
      return {
        kind,
        slope: notNegative(rest['slope'], 'the slope'),
        intercept: numberOf(rest['intercept'], 'the intercept'),
      };
    case 'beta':
      return {
        kind,
        a: notNegative(rest['a'], 'a'),
        b: notNegative(rest['b'], 'b'),
        c: numberOf(rest['c'], 'c'),
      };
    case 'isotonic': {
      const raw = ascending(rest['raw'], 'the calibrator', true);
      const probability = ascending(rest['probability'], 'the calibrator', false);
      if (raw.length === 0 || raw.length !== probability.length) return refuse('the calibrator has no points');
      if (probability[0] < 0 || probability[probability.length - 1] > 1) return refuse('a probability is outside 0..1');
      return { kind, raw, probability };
    }
    default:
      return refuse('the calibrator has no known kind');
  }
}

function referenceOf(value: unknown): Reference {
  const { quantiles, bins, unsure } = fieldsOf(value, 'the reference');
  return {
    quantiles: ascending(quantiles, 'the quantiles', false),
    bins: listOf(bins, 'the reference bins').map((bin) => {
      const { upTo, count, converted } = fieldsOf(bin, 'a reference bin');
      return {
        upTo: numberOf(upTo, 'a bin edge'),
        count: notNegative(count, 'a count'),
        converted: notNegative(converted, 'a count'),
      };
    }),
    ...unsureOf(unsure),
  };
}

function unsureOf(value: unknown): Pick<Reference, 'unsure'> {
  if (value === undefined) return {};
  const { from, to } = fieldsOf(value, 'the unsure range');
  return { unsure: { from: numberOf(from, 'an edge'), to: numberOf(to, 'an edge') } };
}

/** @throws ForestError `model_invalid` */
export function headOf(value: unknown): Head {
  const head = fieldsOf(value, 'the head');
  const features = listOf(head['features'], 'the feature list').map(featureOf);
  if (new Set(features.map((feature) => feature.name)).size < features.length) refuse('a feature occurs twice');
  return {
    learner: textOf(head['learner'], 'the learner'),
    features,
    offset: numberOf(head['offset'], 'the offset'),
    scale: numberOf(head['scale'], 'the scale'),
    calibrator: calibratorOf(head['calibrator']),
    reference: referenceOf(head['reference']),
    facts: fieldsOf(head['facts'], 'the facts') as { readonly [key: string]: Json },
  };
}
