import { malformedQuery, noSuchColumn, noSuchRelationship } from '../org/api-error.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';
import { keyColumn, quoteIdentifier } from '../org/tables.ts';
import { isPolymorphic, resolvePolymorphicField } from './polymorphic.ts';

/** A field found by a path, with the SQL expression that reads it. */
export interface ResolvedField {
  readonly field: Field;
  /** Relationships walked from the root, in the schema's spelling, e.g. `['Campaign']`. */
  readonly path: readonly string[];
  readonly sql: string;
}

interface JoinedParent {
  readonly alias: string;
  readonly object: SObject;
  readonly path: readonly string[];
  readonly on: string;
}

/** The tables of one query: its object, and the parents that field paths lead to. */
export interface FieldResolver {
  readonly root: SObject;
  readonly rootAlias: string;
  /** @throws ApiError INVALID_FIELD */
  resolve(path: string): ResolvedField;
  /** SQL of the root table and its joins. */
  fromSql(): string;
}

/** The platform follows references five levels up; so does this. */
const MAX_PARENT_LEVELS = 5;

/**
 * @param aliasPrefix keeps the tables of a sub-query apart from those around it
 * @param sObjectAlias the name that the query gives its object, e.g. `l` in `FROM Lead l`
 */
export function createFieldResolver(
  schema: Schema,
  root: SObject,
  aliasPrefix = 't',
  sObjectAlias?: string,
): FieldResolver {
  const joins = new Map<string, JoinedParent>();
  const rootAlias = `${aliasPrefix}0`;
  const own = new Set([root.name.toLowerCase(), ...(sObjectAlias === undefined ? [] : [sObjectAlias.toLowerCase()])]);

  const walk = (from: JoinedParent | undefined, step: string): JoinedParent => {
    const object = from?.object ?? root;
    const reference = schema.findParent(object, step);
    const target = reference && findParentObject(schema, reference);
    if (!reference || !target) throw noSuchRelationship(step);
    const path = [...(from?.path ?? []), reference.relationshipName ?? step];
    const key = path.join('.');
    const known = joins.get(key);
    if (known) return known;
    const alias = `${aliasPrefix}${joins.size + 1}`;
    const on = `${alias}.${quoteIdentifier(keyColumn(target))} = ${from?.alias ?? rootAlias}.${quoteIdentifier(reference.name)}`;
    const joined = { alias, object: target, path, on };
    joins.set(key, joined);
    return joined;
  };

  const throughName = (from: JoinedParent | undefined, reference: Field, name: string): ResolvedField => {
    const sql = `${from?.alias ?? rootAlias}.${quoteIdentifier(reference.name)}`;
    const found = resolvePolymorphicField(schema, reference, sql, name);
    if (!found) throw noSuchColumn(name, 'Name');
    return { ...found, path: [...(from?.path ?? []), reference.relationshipName ?? ''] };
  };

  return {
    root,
    rootAlias,
    resolve(path) {
      const steps = path.split('.');
      const name = steps.pop() ?? '';
      if (
        steps.length > 0 &&
        own.has((steps[0] as string).toLowerCase()) &&
        !schema.findParent(root, steps[0] as string)
      ) {
        steps.shift();
      }
      if (steps.length > MAX_PARENT_LEVELS) throw malformedQuery(`SOQL relationship path is too deep: ${path}`);
      let at: JoinedParent | undefined;
      for (const [index, step] of steps.entries()) {
        const reference = schema.findParent(at?.object ?? root, step);
        if (reference && isPolymorphic(reference)) {
          if (index < steps.length - 1) throw noSuchRelationship(steps[index + 1] as string);
          return throughName(at, reference, name);
        }
        at = walk(at, step);
      }
      const object = at?.object ?? root;
      const field = schema.findField(object, name);
      if (!field) throw noSuchColumn(name, object.name);
      return { field, path: at?.path ?? [], sql: `${at?.alias ?? rootAlias}.${quoteIdentifier(field.name)}` };
    },
    fromSql() {
      const tables = [...joins.values()].map(
        ({ alias, object, on }) => `LEFT JOIN ${quoteIdentifier(object.name)} ${alias} ON ${on}`,
      );
      return [`${quoteIdentifier(root.name)} ${rootAlias}`, ...tables].join(' ');
    },
  };
}

/** The object that a reference's relationship reads; undefined where it may be one of several. */
export function findParentObject(schema: Schema, reference: Field): SObject | undefined {
  const [name, ...others] = reference.referenceTo;
  return name === undefined || others.length > 0 ? undefined : schema.findObject(name);
}
