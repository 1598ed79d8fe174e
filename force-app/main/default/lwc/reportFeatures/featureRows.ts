import type { TrainingReport } from '@leadlight/contract';
import { formatFeatureValue } from 'c/leadFeatures';
import { featureLabel, featureValue } from 'c/featureLabels';
import { formatSigned } from 'c/reportFormat';
import { LOCALE, fill, formatShare, valueLabels } from 'c/scoreFormat';
import { labels } from './labels';

type Feature = NonNullable<TrainingReport['features']>[number];

export interface FeatureRow {
  readonly name: string;
  readonly label: string;
  /** Its share of the total importance. */
  readonly share: string;
  readonly barStyle: string;
  readonly values: readonly ValueRow[];
}

export interface ValueRow {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
  readonly spoken: string;
  readonly barClass: string;
  readonly barStyle: string;
}

const DECIMALS = 3;

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** The most important features, with the effect of each of their values. */
export function featureRows(features: readonly Feature[], maxRows: number): readonly FeatureRow[] {
  const totalImportance = features.reduce((sum, { importance }) => sum + importance, 0) || 1;
  const maxImportance = features[0]?.importance || 1;
  return features.slice(0, maxRows).map((feature) => ({
    name: feature.name,
    label: featureLabel({ labelKey: feature.labelKey ?? '', label: feature.label }),
    share: formatShare(feature.importance / totalImportance),
    barStyle: `width:${percent(feature.importance / maxImportance)}`,
    values: valueRows(feature),
  }));
}

/** Bars start in the middle: to the right if a value raises the prediction, to the left if it lowers it. */
function valueRows({ name: feature, field, dependence, unit = 'none', kind }: Feature): readonly ValueRow[] {
  const strongest = Math.max(...dependence.map(({ effect }) => Math.abs(effect))) || 1;
  return dependence.map(({ value: raw, effect }, index) => {
    const half = Math.abs(effect) / strongest / 2;
    const value =
      kind === 'boolean'
        ? formatFeatureValue(raw, unit, LOCALE, valueLabels, kind)
        : featureValue({ feature, field, unit }, raw);
    const size = formatSigned(effect, DECIMALS);
    return {
      // Not the value itself: a category may be called "null", as a missing value is.
      key: String(index),
      value,
      effect: size,
      spoken: fill(effect < 0 ? labels.lowers : labels.raises, size),
      barClass: effect < 0 ? 'bar bar-down' : 'bar bar-up',
      barStyle: `left:${percent(effect < 0 ? 0.5 - half : 0.5)};width:${percent(half)}`,
    };
  });
}
