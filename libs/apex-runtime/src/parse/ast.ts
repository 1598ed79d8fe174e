/**
 * The syntax tree. It is plain data, so that it can be stored as JSON and changed by the mutation run. `line` starts at 1.
 */
export interface TypeNode {
  /** Dotted, as written: `Database.Batchable`. */
  name: string;
  args: TypeNode[];
  line: number;
}

export interface Modifiers {
  words: string[];
  /** Lower-case names. */
  annotations: string[];
}

export type Expression = { line: number } & (
  | { kind: 'literal'; type: 'Integer' | 'Long' | 'Decimal' | 'String' | 'Boolean' | 'null'; text: string }
  | { kind: 'name'; name: string }
  | { kind: 'field'; object: Expression; name: string; safe: boolean }
  | { kind: 'call'; object: Expression | null; name: string; args: Expression[]; safe: boolean }
  | { kind: 'index'; object: Expression; index: Expression }
  | { kind: 'new'; type: TypeNode; args: Expression[] }
  | { kind: 'newItems'; type: TypeNode; items: Expression[] }
  | { kind: 'newPairs'; type: TypeNode; pairs: [Expression, Expression][] }
  | { kind: 'newArray'; type: TypeNode; size: Expression }
  | { kind: 'cast'; type: TypeNode; operand: Expression }
  | { kind: 'instanceof'; type: TypeNode; operand: Expression }
  | { kind: 'unary'; operator: '+' | '-' | '!' | '~'; operand: Expression }
  | { kind: 'step'; operator: '++' | '--'; prefix: boolean; operand: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'assign'; operator: string; target: Expression; value: Expression }
  | { kind: 'conditional'; condition: Expression; yes: Expression; no: Expression }
  | { kind: 'this' }
  | { kind: 'super' }
  | { kind: 'classOf'; type: TypeNode }
  | { kind: 'soql'; query: QueryNode }
);

export interface VariableNode {
  type: TypeNode;
  name: string;
  value: Expression | null;
  line: number;
}

export type DmlOperation = 'insert' | 'update' | 'delete' | 'undelete' | 'upsert';

export interface CatchNode {
  type: TypeNode;
  name: string;
  body: Statement[];
}

export interface WhenNode {
  /** null = `when else`. */
  values: Expression[] | null;
  /** `when Lead lead`. */
  type: TypeNode | null;
  name: string | null;
  body: Statement[];
}

export type Statement = { line: number } & (
  | { kind: 'block'; body: Statement[] }
  | { kind: 'variables'; variables: VariableNode[] }
  | { kind: 'expression'; expression: Expression }
  | { kind: 'if'; condition: Expression; yes: Statement; no: Statement | null }
  | { kind: 'while'; condition: Expression; body: Statement; atLeastOnce: boolean }
  | {
      kind: 'for';
      init: Statement[];
      condition: Expression | null;
      update: Expression[];
      body: Statement;
    }
  | { kind: 'forEach'; type: TypeNode; name: string; of: Expression; body: Statement }
  | { kind: 'switch'; on: Expression; whens: WhenNode[] }
  | { kind: 'try'; body: Statement[]; catches: CatchNode[]; last: Statement[] | null }
  | { kind: 'return'; value: Expression | null }
  | { kind: 'throw'; value: Expression }
  | { kind: 'break' }
  | { kind: 'continue' }
  | { kind: 'dml'; operation: DmlOperation; records: Expression; mode: 'user' | 'system' | null; key: string | null }
  | { kind: 'runAs'; user: Expression; body: Statement[] }
);

export type QueryValue =
  | { kind: 'literal'; type: 'String' | 'Integer' | 'Decimal' | 'Boolean' | 'null' | 'Date' | 'Datetime'; text: string }
  | { kind: 'bind'; expression: Expression }
  | { kind: 'list'; values: QueryValue[] }
  /** `LAST_N_DAYS:30`. */
  | { kind: 'dateLiteral'; text: string }
  /** `IN (SELECT …)`. */
  | { kind: 'query'; query: QueryNode };

export interface FieldPath {
  path: string[];
  /** An aggregate function or one that changes how a field is read, upper case. */
  call?: string;
}

export type QueryCondition =
  | { kind: 'and' | 'or'; parts: QueryCondition[] }
  | { kind: 'not'; part: QueryCondition }
  | { kind: 'compare'; field: FieldPath; operator: string; value: QueryValue };

export interface QueryNode {
  line: number;
  select: (FieldPath & { alias?: string })[];
  from: string;
  where: QueryCondition | null;
  mode: 'user' | 'system' | null;
  groupBy: FieldPath[];
  orderBy: { field: FieldPath; descending: boolean; nullsLast: boolean }[];
  limit: QueryValue | null;
  offset: QueryValue | null;
  allRows: boolean;
  /** `(SELECT Id FROM Contacts)` in the list of fields; `from` is the name of the relationship. */
  children?: QueryNode[];
}

export interface ParameterNode {
  type: TypeNode;
  name: string;
}

export interface MethodNode {
  kind: 'method';
  name: string;
  modifiers: Modifiers;
  /** null = void; undefined = a constructor. */
  returns?: TypeNode | null;
  parameters: ParameterNode[];
  /** null = abstract or of an interface. */
  body: Statement[] | null;
  line: number;
}

export interface FieldNode {
  kind: 'field';
  modifiers: Modifiers;
  variable: VariableNode;
}

export interface AccessorNode {
  modifiers: Modifiers;
  /** null = automatic. */
  body: Statement[] | null;
}

export interface PropertyNode {
  kind: 'property';
  name: string;
  type: TypeNode;
  modifiers: Modifiers;
  get: AccessorNode | null;
  set: AccessorNode | null;
  line: number;
}

export interface InitializerNode {
  kind: 'initializer';
  isStatic: boolean;
  body: Statement[];
  line: number;
}

export type MemberNode = MethodNode | FieldNode | PropertyNode | InitializerNode | ClassNode;

export interface ClassNode {
  kind: 'class' | 'interface' | 'enum';
  name: string;
  modifiers: Modifiers;
  extends: TypeNode | null;
  implements: TypeNode[];
  members: MemberNode[];
  /** Of an enum. */
  constants: string[];
  line: number;
}

export interface TriggerNode {
  kind: 'trigger';
  name: string;
  object: string;
  /** For example `after insert`. */
  events: string[];
  body: Statement[];
  line: number;
}

export type UnitNode = ClassNode | TriggerNode;
