import { featureLabel, ownText } from 'c/featureLabels';
import { catalogue } from 'c/leadFeatures';
import { LOCALE, fill, formatCount, formatShare } from 'c/scoreFormat';
import type { ModelSummary, TrainingReport } from '@leadlight/contract';
import { labels } from './labels';

/** null if it was not measured. */
type Measured = number | null | undefined;
type Feature = NonNullable<TrainingReport['features']>[number];

const UNMEASURED = '–';

/** A number with a fixed number of decimals. */
export function formatMeasure(value: Measured, decimals: number): string {
  if (value === null || value === undefined) return UNMEASURED;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(LOCALE, digits).format(value);
}

/** A share from 0 to 1 as percent. */
export function formatMeasuredShare(value: Measured): string {
  return value === null || value === undefined ? UNMEASURED : formatShare(value);
}

/** A number with its sign: `+0.092`, `−0.041`. */
export const formatSigned = (value: number, decimals: number): string =>
  new Intl.NumberFormat(LOCALE, { signDisplay: 'exceptZero', maximumFractionDigits: decimals })
    .format(value)
    .replace('-', '−');

/** The month of an instant in UTC, as the service divides time. */
export const formatMonth = (instant: number): string =>
  new Intl.DateTimeFormat(LOCALE, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(instant);

/** The day of an instant in UTC, as the service divides time. */
export const formatDate = (instant: number): string =>
  new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' }).format(instant);

type Labels = Readonly<Record<string, string>>;

/** The labels that fields or columns had at the training, by name. */
export const labelsByField = (fields: readonly { readonly field: string; readonly label?: string }[] = []): Labels =>
  Object.fromEntries(fields.flatMap(({ field, label }) => (label === undefined ? [] : [[field, label] as const])));

/** Returns the name of a feature in the user's language; of any other field its label, or else its API name. */
export function createFieldNamer(
  features: readonly Feature[] = [],
  fieldLabels: Labels = {},
): (field: string) => string {
  const labelOf = new Map(Object.entries(fieldLabels));
  const names = new Map(
    [...catalogue, ...features].map(({ name, label, labelKey = '' }) => [name, featureLabel({ labelKey, label })]),
  );
  return (field) => {
    const name = field.replace(/^field:/, '');
    return names.get(field) ?? labelOf.get(name) ?? labelOf.get(field) ?? name;
  };
}

const LEARNER_LABELS: Readonly<Record<string, string>> = {
  forest: labels.forest,
  boosting: labels.boosting,
  blend: labels.blend,
  logistic: labels.logistic,
  'naive-bayes': labels.naiveBayes,
  rules: labels.rules,
  'base-rate': labels.baseRate,
  people: labels.people,
};

/** The name of a learner in the user's language; external learners keep their own name. */
export const learnerName = (id: string, name = id): string => ownText(LEARNER_LABELS, id) ?? name;

/**
 * The texts for what counts as success. Without a goal, as of a table, it is conversion; `reached` is for the goals that
 * have no word of their own: an opportunity, a status.
 */
export function textsOfGoal<Texts>(
  goal: TrainingReport['goal'] | null,
  texts: { readonly converted: Texts; readonly won: Texts; readonly reached: Texts },
): Texts {
  return texts[goal === 'opportunity' || goal === 'status' ? 'reached' : (goal ?? 'converted')];
}

const COMPARISONS = { better: labels.better, 'within noise': labels.noise, worse: labels.worse } as const;

type Comparison = NonNullable<ModelSummary['comparison']>;

/** Why a model was published or not; empty if it was not compared with the active one. */
export function comparisonText(
  comparison: (Pick<Comparison, 'challenger' | 'rows'> & { readonly difference?: Measured }) | null | undefined,
): string {
  const difference = comparison?.difference ?? null;
  if (!comparison || difference === null) return '';
  const { challenger, rows } = comparison;
  return fill(COMPARISONS[challenger], formatSigned(difference, 4), formatCount(rows));
}
