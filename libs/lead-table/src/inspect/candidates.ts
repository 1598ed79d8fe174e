import { isLeadlightError } from '@leadlight/common';
import { readOutcome, type OutcomeValues } from '../outcome/read-outcome.ts';
import type { ColumnFinding, ReadingOptions, TableReading } from '../table/table-reading.ts';
import type { TextTable } from '../table/text-table.ts';

/** A column that may be the outcome, with what its values mean; without `values`, a person must name them. */
export interface OutcomeCandidate {
  readonly column: string;
  readonly values?: OutcomeValues;
}

/** What the columns of a table may be used for, the most likely first. */
export interface ColumnCandidates {
  readonly outcome: readonly OutcomeCandidate[];
  readonly id: readonly string[];
  /** Those of `id` whose values repeat, because a lead has several rows. */
  readonly repeatedIds: readonly { readonly column: string; readonly rows: number; readonly leads: number }[];
  /** Columns whose names say that they are the creation date. */
  readonly created: readonly string[];
  /** All columns of dates. */
  readonly dates: readonly string[];
}

const OUTCOME_NAME =
  /^(?:is |has )?(?:converted|conversion|won|is won|label|target|outcome|churn(?:ed)?|response|responded|y|result|success|purchased?|bought|sold|deal stage|stage|booking status|lead status|status|subscribed|revenue|qualified|class)\??$/i;
const STRONG_NAME = /^(?:is |has )?(?:converted|conversion|won|label|target|outcome|y)\??$/i;
const ID_NAME = /(?:^|[ _-])(?:id|key|number|num|no|nr|code|uuid|guid)$|^id(?:$|[ _-])|id$/i;
/** Names of the id of a person; `lead` comes first. */
const PERSON_ID_NAME =
  /^(?:lead|contact|prospect|customer|person|client|user|visitor|member|subscriber|patient|kunden|interessenten)[ -]?(?:id|uuid|guid|key|number|num|no|nr|nummer)$/i;
const PLAIN_ID_NAME = /^(?:record |row )?(?:id|uuid|guid)$/i;
/** A column whose values repeat more often names groups of leads, such as campaigns. */
const MAX_ROWS_PER_LEAD = 50;
const MIN_REPEATED_LEADS = 10;
const CREATED_NAME =
  /creat|(?:^|[ _])(?:entered|received|submitted|registered|registration|sign ?up|inquiry|opened|engage|engaged)|first[ _]contact|lead[ _]date|angelegt|erstellt/i;
const MAX_OUTCOME_VALUES = 12;
/** Share of the rows that must have a value of their own. */
const MIN_ID_SHARE = 0.95;

/** Finds what the columns of a table may be used for. */
export function columnCandidates(
  table: TextTable,
  { columns }: TableReading,
  options: ReadingOptions = {},
): ColumnCandidates {
  const dates = columns.filter(({ reading, read }) => reading.kind === 'date' && read > 0).map(({ column }) => column);
  const repeated = columns.filter((finding) => !namesRows(finding) && namesLeadsOfSeveralRows(finding));
  return {
    outcome: outcomeCandidates(table, columns, options),
    id: columns
      .filter((finding) => namesRows(finding) || repeated.includes(finding))
      .sort((a, b) => idRank(a, repeated) - idRank(b, repeated) || b.distinct - a.distinct)
      .map(({ column }) => column),
    repeatedIds: repeated.map(({ column, read, distinct }) => ({ column, rows: read, leads: distinct })),
    created: dates.filter((column) => CREATED_NAME.test(words(column))),
    dates,
  };
}

const words = (name: string): string =>
  name
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .trim();

function namesRows({ reading, column, read, rows, distinct, isCode }: ColumnFinding): boolean {
  if (rows < 2 || read < MIN_ID_SHARE * rows || distinct < MIN_ID_SHARE * read) return false;
  return (
    reading.kind === 'category' ||
    isCode ||
    (reading.kind === 'number' && (reading.decimals ?? 0) === 0 && ID_NAME.test(column))
  );
}

function namesLeadsOfSeveralRows({ reading, column, read, rows, distinct, isCode }: ColumnFinding): boolean {
  const name = words(column);
  if (!PERSON_ID_NAME.test(name) && !PLAIN_ID_NAME.test(name)) return false;
  if (read < MIN_ID_SHARE * rows || distinct < Math.max(MIN_REPEATED_LEADS, read / MAX_ROWS_PER_LEAD)) return false;
  return reading.kind === 'category' || isCode || (reading.kind === 'number' && (reading.decimals ?? 0) === 0);
}

/** The id of the lead comes before the ids of its rows. */
function idRank(finding: ColumnFinding, repeated: readonly ColumnFinding[]): number {
  const name = words(finding.column);
  if (/^lead/i.test(name) && PERSON_ID_NAME.test(name)) return 0;
  if (PERSON_ID_NAME.test(name)) return repeated.includes(finding) ? 2 : 1;
  if (repeated.includes(finding)) return 5;
  return ID_NAME.test(finding.column) ? 3 : 4;
}

function outcomeCandidates(
  table: TextTable,
  columns: readonly ColumnFinding[],
  options: ReadingOptions,
): readonly OutcomeCandidate[] {
  const ranked = columns.flatMap((finding, index) => {
    const { column, reading, distinct, read } = finding;
    const maxValues = reading.kind === 'category' ? MAX_OUTCOME_VALUES : 2;
    const isFew = distinct >= 2 && distinct <= maxValues && read > 0 && reading.kind !== 'date';
    if (!isFew) return [];
    const named = OUTCOME_NAME.test(words(column));
    const values = valuesOf(table, column, options);
    if (!values && !named && distinct > 2) return [];
    // The last column is the outcome in most tables that are made for learning.
    const trust =
      (values ? 4 : 0) + (STRONG_NAME.test(words(column)) ? 3 : named ? 2 : 0) + (index === columns.length - 1 ? 2 : 0);
    return [{ column, values, trust }];
  });
  return ranked
    .sort((a, b) => b.trust - a.trust)
    .map(({ column, values }) => (values ? { column, values } : { column }));
}

/** Undefined where the values do not say what they mean. */
function valuesOf(table: TextTable, column: string, options: ReadingOptions): OutcomeValues | undefined {
  try {
    return readOutcome(table, column, options).values;
  } catch (error) {
    if (isLeadlightError(error)) return undefined;
    throw error;
  }
}
