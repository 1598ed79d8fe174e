import { featureLabel } from 'c/featureLabels';
import { catalogue } from 'c/leadFeatures';
import { LOCALE, formatShare } from 'c/scoreFormat';
import type { TrainingReport } from '@leadlight/contract';
import { labels } from './labels';

/** Figures that were not measured arrive as null. */
type Measured = number | null | undefined;
type Feature = NonNullable<TrainingReport['features']>[number];

const UNMEASURED = '–';

/** A figure with this many decimals. */
export function formatMeasure(value: Measured, decimals: number): string {
  if (value === null || value === undefined) return UNMEASURED;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(LOCALE, digits).format(value);
}

/** A share from 0 to 1 as percent. */
export function formatMeasuredShare(value: Measured): string {
  return value === null || value === undefined ? UNMEASURED : formatShare(value);
}

/** A figure with its sign: `+0.092`, `−0.041`. */
export const formatSigned = (value: number, decimals: number): string =>
  new Intl.NumberFormat(LOCALE, { signDisplay: 'exceptZero', maximumFractionDigits: decimals })
    .format(value)
    .replace('-', '−');

/** A calendar month of the service, which counts in UTC. */
export const formatMonth = (at: number): string =>
  new Intl.DateTimeFormat(LOCALE, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(at);

/** A calendar day of the service, which counts in UTC. */
export const formatDate = (at: number): string =>
  new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' }).format(at);

type Labels = Readonly<Record<string, string>>;

/** What people called columns at the training, by name. */
export const labelsIn = (told: readonly { readonly field: string; readonly label?: string }[] = []): Labels =>
  Object.fromEntries(told.flatMap(({ field, label }) => (label === undefined ? [] : [[field, label] as const])));

/**
 * Names of features in the user's language, of a model's own and of those that it knows. Another field goes by its label,
 * or else by its API name.
 */
export function namesOf(features: readonly Feature[] = [], fieldLabels: Labels = {}): (field: string) => string {
  const names = new Map(
    [...catalogue, ...features].map(({ name, label, labelKey = '' }) => [name, featureLabel({ labelKey, label })]),
  );
  return (field) => {
    const name = field.replace(/^field:/, '');
    return names.get(field) ?? fieldLabels[name] ?? fieldLabels[field] ?? name;
  };
}

const LEARNERS: Readonly<Record<string, string>> = {
  forest: labels.forest,
  boosting: labels.boosting,
  logistic: labels.logistic,
  'naive-bayes': labels.naiveBayes,
  rules: labels.rules,
  'base-rate': labels.baseRate,
  people: labels.people,
};

/** What a learner is called in the user's language; those of elsewhere keep their own name. */
export const learnerName = (id: string, name = id): string => LEARNERS[id] ?? name;
