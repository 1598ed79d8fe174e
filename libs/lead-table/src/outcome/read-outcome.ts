import { LeadFeaturesError } from '@leadlight/lead-features';
import { foldText } from '../cells/fold.ts';
import { missingTextsOf, type MissingOptions } from '../cells/missing-texts.ts';
import { LeadTableError } from '../errors.ts';
import type { TextCount } from '../table/table-reading.ts';
import { headerOf, rowsPerText, type TextTable } from '../table/text-table.ts';
import { areOtherNumbers, meansConverted, meansNotConverted, meansOpen, negatedOf } from './outcome-words.ts';

/** What a person says about the values of an outcome column; case and spaces do not matter. */
export interface OutcomeOptions extends MissingOptions {
  /** Values that mean converted. */
  readonly positive?: readonly string[];
  /** Values that mean not converted. */
  readonly negative?: readonly string[];
}

/** What the values of an outcome column mean, each with its rows, the most frequent first. */
export interface OutcomeValues {
  readonly column: string;
  readonly converted: readonly TextCount[];
  readonly notConverted: readonly TextCount[];
  /** Neither, so that their rows are left out. */
  readonly undecided: readonly TextCount[];
  /** Rows without a value, which are left out, too. */
  readonly emptyRows: number;
}

export interface TableOutcomeLabels {
  /** [rows] 1 = converted, 0 = not, -1 = undecided or empty. */
  readonly labels: Int8Array;
  readonly values: OutcomeValues;
}

type Meaning = 'converted' | 'notConverted' | 'undecided';

/**
 * Labels from an outcome column. Without named values, words such as yes, won, no and lost are known.
 * @throws LeadFeaturesError `column_absent`; LeadTableError `outcome_one_value`, `outcome_unclear`, `outcome_value_absent`, `outcome_value_twice`
 */
export function readOutcome(table: TextTable, column: string, options: OutcomeOptions = {}): TableOutcomeLabels {
  const found = table.columns.find(({ name }) => name === column);
  if (!found) throw new LeadFeaturesError('column_absent', { column, header: headerOf(table) });
  const named = new Set([...(options.positive ?? []), ...(options.negative ?? [])].map(foldText));
  const { always, byColumn } = missingTextsOf(options);
  const keys = found.texts.map((text) => {
    const key = foldText(text);
    return !named.has(key) && (always.has(key) || byColumn.has(key)) ? undefined : key;
  });
  const counts = rowsPerText(found);
  const values = countValues(found.texts, keys, counts);
  const valueRows = [...values.values()].reduce((sum, { rows }) => sum + rows, 0);
  const emptyRows = table.rowCount - valueRows;
  const meanings = meaningsOf({ column, emptyRows }, values, options);
  const labelOf = { converted: 1, notConverted: 0, undecided: -1 } as const;
  const labelByText = Int8Array.from(keys, (key) => (key === undefined ? -1 : labelOf[meanings.get(key)!]));
  const withMeaning = (meaning: Meaning) =>
    [...values]
      .flatMap(([key, value]) => (meanings.get(key) === meaning ? [value] : []))
      .sort((a, b) => b.rows - a.rows);
  return {
    labels: Int8Array.from(found.codes, (code) => labelByText[code]!),
    values: {
      column,
      converted: withMeaning('converted'),
      notConverted: withMeaning('notConverted'),
      undecided: withMeaning('undecided'),
      emptyRows,
    },
  };
}

/** By folded text: the most frequent spelling, and the rows of all spellings. */
function countValues(
  texts: readonly string[],
  keys: readonly (string | undefined)[],
  counts: Int32Array,
): ReadonlyMap<string, TextCount> {
  const values = new Map<string, { text: string; rows: number; best: number }>();
  keys.forEach((key, code) => {
    const rows = counts[code]!;
    if (key === undefined || rows === 0) return;
    const value = values.get(key) ?? { text: texts[code]!.trim(), rows: 0, best: rows };
    value.rows += rows;
    if (rows > value.best) Object.assign(value, { text: texts[code]!.trim(), best: rows });
    values.set(key, value);
  });
  return new Map([...values].map(([key, { text, rows }]) => [key, { text, rows }]));
}

function meaningsOf(
  { column, emptyRows }: { readonly column: string; readonly emptyRows: number },
  values: ReadonlyMap<string, TextCount>,
  { positive = [], negative = [] }: OutcomeOptions,
): ReadonlyMap<string, Meaning> {
  const facts = { column, values: [...values.values()].sort((a, b) => b.rows - a.rows) };
  const [named, denied] = [new Set(positive.map(foldText)), new Set(negative.map(foldText))];
  for (const value of [...positive, ...negative]) {
    const key = foldText(value);
    if (!values.has(key)) throw new LeadTableError('outcome_value_absent', { ...facts, value });
    if (named.has(key) && denied.has(key)) throw new LeadTableError('outcome_value_twice', { column, value });
  }
  if (values.size < 2) throw new LeadTableError('outcome_one_value', { ...facts, emptyRows });
  const keys = [...values.keys()];
  if (named.size + denied.size === 0 && areOtherNumbers(keys)) throw new LeadTableError('outcome_unclear', facts);
  const converted = positive.length > 0 ? named : convertedAmong(keys, denied);
  const notConverted = negative.length > 0 ? denied : notConvertedAmong(keys, converted);
  if (converted.size === 0 || notConverted.size === 0) throw new LeadTableError('outcome_unclear', facts);
  return new Map(
    keys.map((key) => [key, converted.has(key) ? 'converted' : notConverted.has(key) ? 'notConverted' : 'undecided']),
  );
}

function convertedAmong(keys: readonly string[], denied: ReadonlySet<string>): ReadonlySet<string> {
  const others = keys.filter((key) => !denied.has(key));
  if (keys.length === 2 && denied.size > 0) return new Set(others);
  const negated = keys.length === 2 ? negatedOf([keys[0]!, keys[1]!]) : undefined;
  return negated === undefined ? new Set(others.filter(meansConverted)) : new Set([negated]);
}

/** Of two values, the other one, unless it means that nothing is decided yet; of more, the words that usually mean not converted. */
function notConvertedAmong(keys: readonly string[], converted: ReadonlySet<string>): ReadonlySet<string> {
  const others = keys.filter((key) => !converted.has(key));
  if (keys.length === 2 && converted.size === 1) return new Set(others.filter((key) => !meansOpen(key)));
  return new Set(others.filter(meansNotConverted));
}
