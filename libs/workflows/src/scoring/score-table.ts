import type { TreeModel } from '@leadlight/forest';
import type { FeatureSchema } from '@leadlight/lead-features';
import {
  LeadTableError,
  columnsOfModel,
  headerOf,
  matchColumns,
  readRowsForModel,
  unreadTextAt,
  type ColumnWarning,
  type MatchedColumns,
  type ReadingOptions,
  type RowsForModel,
  type TextTable,
} from '@leadlight/lead-table';
import type { ExplainedScore, Reason } from '@leadlight/lead-score';
import type { Progress } from '../ports/index.ts';
import { scoreRow, type Row } from './score-rows.ts';
import { unseenValueOf } from './unseen-value.ts';
import { modelFactsOf } from '../training/model-facts.ts';

/** A defect of a table that is scored nevertheless, and the number of rows that have it. */
export type TableWarning = (ColumnWarning | UnseenCategories) & {
  /** Columns of the table that may be meant, for one that is absent. */
  readonly nearNames?: readonly string[];
};

interface UnseenCategories {
  readonly code: 'unseen_category';
  readonly field: string;
  readonly rows: number;
  readonly examples: ColumnWarning['examples'];
}

/** A reason. If the model could not use the cell of the table, the value is null and `unused` has the cell. */
export interface TableReason extends Reason {
  readonly unused?: { readonly why: 'unseen_category' | 'unreadable'; readonly text: string };
}

export interface TableScore extends Omit<ExplainedScore, 'reasons'> {
  readonly reasons: readonly TableReason[];
}

export interface ScoredTable {
  /** [rows], of the chosen rows */
  readonly scores: readonly TableScore[];
  /** By column, in the model's order; about the whole table. */
  readonly warnings: readonly TableWarning[];
  /** Columns that were found under a name of another spelling. */
  readonly respelt: MatchedColumns['respelt'];
}

export interface TableScoreSettings {
  /** How many reasons each row gets; with 0 nothing is explained, which is much faster. */
  readonly maxReasons: number;
  /** What the file leaves open: decimal mark, order of dates. */
  readonly reading?: ReadingOptions;
  /** The rows to score; all by default. The whole table decides how they are read. */
  readonly rows?: readonly number[];
}

/** How many values of a column a warning shows. */
const MAX_EXAMPLES = 5;
/** A score by fewer of the model's columns says little about the lead. */
const MIN_SHARE_OF_COLUMNS = 1 / 3;

/**
 * Scores the rows of a table with a model that was trained on columns.
 * @throws WorkflowError `model_not_for_leads`; LeadTableError `model_columns_absent` if a third of them or fewer are found
 */
export function scoreTable(
  model: TreeModel,
  table: TextTable,
  { maxReasons, reading: options = {}, rows: chosen = [...Array(table.rowCount).keys()] }: TableScoreSettings,
  progress: Progress,
): ScoredTable {
  const { schema, threshold } = modelFactsOf(model);
  const matched = matchColumns(columnsOfModel(schema), headerOf(table));
  requireColumns(matched);
  const read = readRowsForModel(schema, table, options, matched.match, chosen);
  const unseen = new UnseenCounter(model, schema);
  const scores = read.rows.map((row, index) => {
    unseen.add(row);
    if (index % 100 === 0) progress.update('score', index, chosen.length);
    const score = scoreRow(model, schema, row, { threshold, maxReasons });
    const reasons = score.reasons.map((reason) => tableReason(model, schema, { table, read }, chosen[index]!, reason));
    return { ...score, reasons };
  });
  const warnings = read.warnings.map((warning) => withNearNames(warning, matched));
  return { scores, warnings: [...warnings, ...unseen.warnings()], respelt: matched.respelt };
}

function requireColumns({ match, absent }: MatchedColumns): void {
  const needed = match.size + absent.length;
  if (match.size > MIN_SHARE_OF_COLUMNS * needed) return;
  throw new LeadTableError('model_columns_absent', { found: match.size, needed, absent });
}

function withNearNames(warning: ColumnWarning, { absent }: MatchedColumns): TableWarning {
  if (warning.code !== 'missing_column') return warning;
  const nearNames = absent.find(({ column }) => column === warning.field)?.nearNames ?? [];
  return nearNames.length > 0 ? { ...warning, nearNames } : warning;
}

/** A reason shows no value that the model did not use. */
function tableReason(
  model: TreeModel,
  schema: FeatureSchema,
  { table, read }: { readonly table: TextTable; readonly read: RowsForModel },
  row: number,
  reason: Reason,
): TableReason {
  const unseen = unseenValueOf(model, schema, reason);
  if (unseen !== undefined) return { ...reason, value: null, unused: { why: 'unseen_category', text: unseen } };
  if (reason.value !== null) return reason;
  const { source, field } = schema.features.find(({ name }) => name === reason.feature)!;
  const text = unreadTextAt(table, read.reading, source.type === 'column' ? source.column : field, row);
  return text === undefined ? reason : { ...reason, unused: { why: 'unreadable', text } };
}

/** Counts categories that the model has not learned from. */
class UnseenCounter {
  readonly #model: TreeModel;
  readonly #schema: FeatureSchema;
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(model: TreeModel, schema: FeatureSchema) {
    this.#model = model;
    this.#schema = schema;
  }

  add(row: Row): void {
    this.#schema.features.forEach(({ kind, field }, feature) => {
      const value = row[feature];
      if (kind !== 'categorical' || typeof value !== 'string' || !this.#model.isUnseen(feature, value)) return;
      const values = this.#counts.get(field) ?? new Map<string, number>();
      values.set(value, (values.get(value) ?? 0) + 1);
      this.#counts.set(field, values);
    });
  }

  warnings(): readonly UnseenCategories[] {
    return [...this.#counts].map(([field, values]) => {
      const counts = [...values].map(([text, rows]) => ({ text, rows })).sort((a, b) => b.rows - a.rows);
      const rows = counts.reduce((sum, count) => sum + count.rows, 0);
      return { code: 'unseen_category', field, rows, examples: counts.slice(0, MAX_EXAMPLES) };
    });
  }
}
