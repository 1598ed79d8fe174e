import { nearestNames, type FeatureSchema } from '@leadlight/lead-features';
import { foldText } from '../cells/fold.ts';
import type { ColumnMatch } from './read-rows.ts';

/** The columns of a table for a model that was trained on columns. */
export interface MatchedColumns {
  /** For each column that the model reads, the table's column; absent columns are left out. */
  readonly match: ColumnMatch;
  /** Columns whose names differ in case, spaces, underscores or hyphens. */
  readonly respelt: readonly { readonly column: string; readonly tableColumn: string }[];
  /** Columns that the table lacks, each with the table's columns that may be meant. */
  readonly absent: readonly { readonly column: string; readonly nearNames: readonly string[] }[];
}

/** A name is in another one only if it has this many letters. */
const MIN_LETTERS_WITHIN = 4;

/** The columns that a model reads, in the order of its features. */
export function columnsOfModel({ features }: FeatureSchema): readonly string[] {
  const columns = features.flatMap(({ source, field }) => {
    if (source.type !== 'column') return [field];
    return source.daysBefore === undefined ? [source.column] : [source.column, source.daysBefore];
  });
  return [...new Set(columns)];
}

/**
 * Finds the columns of a model in a table: first by their exact names, then without regard to case, spaces, underscores and
 * hyphens, where only one column of the table matches.
 */
export function matchColumns(columns: readonly string[], header: readonly string[]): MatchedColumns {
  const names = new Set(header);
  const exact = columns.filter((column) => names.has(column));
  const free = header.filter((name) => !exact.includes(name));
  const freeByFold = Map.groupBy(free, foldName);
  const wantedByFold = Map.groupBy(
    columns.filter((column) => !names.has(column)),
    foldName,
  );
  const match = new Map(exact.map((column) => [column, column]));
  const respelt: { column: string; tableColumn: string }[] = [];
  for (const [folded, wanted] of wantedByFold) {
    const candidates = freeByFold.get(folded) ?? [];
    if (wanted.length !== 1 || candidates.length !== 1) continue;
    match.set(wanted[0]!, candidates[0]!);
    respelt.push({ column: wanted[0]!, tableColumn: candidates[0]! });
  }
  const taken = new Set(match.values());
  const left = header.filter((name) => !taken.has(name));
  const absent = columns.filter((column) => !match.has(column));
  return { match, respelt, absent: absent.map((column) => ({ column, nearNames: nearNamesOf(column, left) })) };
}

const foldName = (name: string): string => foldText(name).replaceAll(/[\s_-]/g, '');

/** Names with few other letters, and names of which one is in the other. */
function nearNamesOf(column: string, names: readonly string[]): readonly string[] {
  const letters = foldName(column);
  const within = names.filter((name) => {
    const [shorter, longer] = [letters, foldName(name)].sort((a, b) => a.length - b.length) as [string, string];
    return shorter.length >= MIN_LETTERS_WITHIN && longer.includes(shorter);
  });
  return [...new Set([...nearestNames(column, names), ...within])];
}
