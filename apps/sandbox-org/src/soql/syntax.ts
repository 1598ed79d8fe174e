/** A field by its path, e.g. `Owner.Name`. Every part of a query tells where it stands in the text. */
export interface Path {
  readonly kind: 'path';
  readonly path: string;
  readonly at: number;
}

/** A function, e.g. `CALENDAR_YEAR(CreatedDate)`; `COUNT()` has no argument. */
export interface Call {
  readonly kind: 'call';
  /** In capitals. */
  readonly name: string;
  readonly arguments: readonly Operand[];
  readonly at: number;
}

export type Operand = Path | Call;

export type LiteralKind =
  'string' | 'integer' | 'decimal' | 'boolean' | 'null' | 'date' | 'datetime' | 'dateLiteral' | 'currency';

export interface Literal {
  readonly kind: LiteralKind;
  /** As written; of a string what stands between the quotes, escapes and all. */
  readonly text: string;
  /** Of a date literal like `LAST_N_DAYS:30`: the number. */
  readonly count?: number;
  readonly at: number;
}

export const comparisonOperators = ['=', '!=', '<>', '<', '<=', '>', '>='] as const;
export const setOperators = ['IN', 'NOT IN', 'INCLUDES', 'EXCLUDES'] as const;

/** One comparison: with values, or with the rows of an inner query. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly left: Operand;
  readonly operator: (typeof comparisonOperators)[number] | (typeof setOperators)[number] | 'LIKE';
  readonly values: readonly Literal[];
  readonly inner?: Query;
}

export type Condition =
  | Leaf
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
export interface SelectedByType {
  readonly kind: 'typeof';
  readonly reference: Path;
  readonly cases: readonly { readonly object: Path; readonly fields: readonly Path[] }[];
  readonly otherwise: readonly Path[];
  readonly at: number;
}

export type SelectItem = Selected | SelectedChildren | SelectedByType;

export interface Order {
  readonly by: Operand;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

/** A query as it is written. */
export interface Query {
  readonly select: readonly SelectItem[];
  /** The object, or in a child query the relationship. */
  readonly from: Path;
  readonly alias?: string;
  readonly scope?: Path;
  readonly where?: Condition;
  readonly grouping: 'plain' | 'rollup' | 'cube';
  readonly groupBy: readonly Operand[];
  readonly having?: Condition;
  readonly orderBy: readonly Order[];
  readonly limit?: number;
  readonly offset: number;
  readonly forView: boolean;
}
