import type { Expression, QueryNode } from '../parse/ast.ts';
import { ApexError } from '../errors.ts';
import { parseQuery } from '../parse/parse.ts';
import { listOf, T } from '../types/builtin.ts';
import type { ApexMap } from '../values/values.ts';
import { ApexList, ApexObject, type Value } from '../values/values.ts';
import { keyOf } from '../values/compare.ts';
import { convert } from './convert.ts';
import { compileQuery } from './queries.ts';
import type { Code, Frame, Run, Scope } from './scope.ts';

type Call = Expression & { kind: 'call' };

const DYNAMIC: Record<string, 'rows' | 'count' | 'locator'> = {
  query: 'rows',
  querywithbinds: 'rows',
  countquery: 'count',
  countquerywithbinds: 'count',
  getquerylocator: 'locator',
  getquerylocatorwithbinds: 'locator',
};

/**
 * `Database.query(text)` and its relatives (Apex Developer Guide, Dynamic SOQL). The text is compiled when it runs, with the
 * variables that are in scope at the call. @returns null for another method
 */
export function compileDynamicQuery(scope: Scope, node: Call, args: Code[]): Code | null {
  const name = node.name.toLowerCase();
  const kind = DYNAMIC[name];
  const [text, ...rest] = args;
  if (!kind || text?.type !== T.String) return null;
  const withBinds = name.endsWith('withbinds');
  const binds = withBinds ? (rest.shift() as Code | undefined) : undefined;
  const level = rest[0];
  const accessLevel = scope.program.platformType('AccessLevel');
  const mode = level ? convert(scope, level, accessLevel, node.line).run : null;
  const readText = text.run;
  const readBinds = binds?.run ?? null;
  const compiled = new Map<string, Code>();
  const rows = (frame: Frame): Value => {
    const source = readText(frame);
    if (source === null) throw frame.vm.nullPointer();
    const access = mode ? ((mode(frame) as ApexObject).native as 'user' | 'system') : frame.vm.mode;
    const bound = readBinds ? (readBinds(frame) as ApexMap | null) : null;
    const key = `${access} ${String(source)}`;
    const known = bound ? undefined : compiled.get(key);
    const code = known ?? compileText(scope, frame, String(source), access, bound, node.line);
    if (!bound) compiled.set(key, code);
    return code.run(frame);
  };
  if (kind === 'count') return { type: T.Integer, run: (frame) => counted(rows(frame)) };
  if (kind === 'rows') return { type: listOf(T.SObject), isQuery: true, isDynamic: true, run: rows };
  const locator = scope.program.platformType('Database.QueryLocator');
  return { type: locator, run: (frame) => new ApexObject(locator, [], rows(frame)) };
}

const counted = (value: Value): number => (value instanceof ApexList ? value.items.length : (value as number));

/** @throws QueryException for a text that is not a query, and for a name that the org does not have */
function compileText(
  scope: Scope,
  frame: Frame,
  source: string,
  mode: 'user' | 'system',
  binds: ApexMap | null,
  line: number,
): Code {
  try {
    const query: QueryNode = parseQuery(source, scope.file);
    const access = query.mode ?? mode;
    const bindings = binds ? (expression: Expression): Run => bindOf(scope, frame, binds, expression) : undefined;
    return compileQuery(scope.child(), { ...query, line, mode: access }, bindings);
  } catch (error) {
    if (!(error instanceof ApexError) || error.code === 'apex_not_supported') throw error;
    throw frame.vm.error('QueryException', error.reason);
  }
}

/** Names of bind variables ignore case (Apex Reference Guide, Database.queryWithBinds). */
function bindOf(scope: Scope, { vm }: Frame, binds: ApexMap, expression: Expression): Run {
  if (expression.kind !== 'name')
    scope.program.fail('apex_not_supported', 'A bind expression that is not a name', scope.file, expression.line);
  const { name } = expression;
  const found =
    binds.entries.get(keyOf(name)) ??
    [...binds.entries.values()].find(([key]) => String(key).toLowerCase() === name.toLowerCase());
  if (!found) throw vm.error('QueryException', `Key '${name}' does not exist in the bindMap`);
  return () => found[1];
}
