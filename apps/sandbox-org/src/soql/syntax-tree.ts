/** A field by its path, e.g. `Owner.Name`. In every node `at` is the position in the query's text. */
export interface FieldPath {
  readonly kind: 'path';
  readonly path: string;
  readonly at: number;
}

/** A function, e.g. `CALENDAR_YEAR(CreatedDate)`; `COUNT()` has no argument. */
export interface FunctionCall {
  readonly kind: 'call';
  /** In capitals. */
  readonly name: string;
  readonly arguments: readonly Operand[];
  readonly at: number;
}

export type Operand = FieldPath | FunctionCall;

export type LiteralKind =
  'string' | 'integer' | 'decimal' | 'boolean' | 'null' | 'date' | 'datetime' | 'dateLiteral' | 'currency';

export interface Literal {
  readonly kind: LiteralKind;
  /** As written; of a string the part between the quotes, with its escape sequences. */
  readonly text: string;
  /** The number of a date literal like `LAST_N_DAYS:30`. */
  readonly count?: number;
  readonly at: number;
}

export const COMPARISON_OPERATORS = ['=', '!=', '<>', '<', '<=', '>', '>='] as const;

/** A comparison with values, or with the rows of an inner query. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly left: Operand;
  readonly operator: (typeof COMPARISON_OPERATORS)[number] | 'IN' | 'NOT IN' | 'INCLUDES' | 'EXCLUDES' | 'LIKE';
  readonly values: readonly Literal[];
  readonly inner?: Query;
}

export type Condition =
  | Comparison
  | { readonly kind: 'not'; readonly of: Condition; readonly at: number }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[]; readonly at: number };

export interface Selected {
  readonly kind: 'operand';
  readonly operand: Operand;
  readonly alias?: string;
}

/** `(SELECT … FROM Tasks)` */
export interface SelectedChildren {
  readonly kind: 'children';
  readonly query: Query;
  readonly at: number;
}

/** `TYPEOF What WHEN Account THEN Phone ELSE Name END` */
export interface SelectedTypeof {
  readonly kind: 'typeof';
  readonly reference: FieldPath;
  readonly cases: readonly { readonly object: FieldPath; readonly fields: readonly FieldPath[] }[];
  readonly otherwise: readonly FieldPath[];
  readonly at: number;
}

export type SelectItem = Selected | SelectedChildren | SelectedTypeof;

export interface OrderByItem {
  readonly by: Operand;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

export interface Query {
  readonly select: readonly SelectItem[];
  /** The object, or in a child query the relationship. */
  readonly from: FieldPath;
  readonly alias: string | undefined;
  readonly scope: FieldPath | undefined;
  readonly where: Condition | undefined;
  readonly grouping: 'plain' | 'rollup' | 'cube';
  readonly groupBy: readonly Operand[];
  readonly having: Condition | undefined;
  readonly orderBy: readonly OrderByItem[];
  readonly limit: number | undefined;
  readonly offset: number;
  readonly forView: boolean;
}
