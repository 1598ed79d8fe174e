import { malformedQuery, noSuchColumn, noSuchRelationship } from '../org/api-error.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';
import { keyColumn, quoteIdentifier } from '../org/tables.ts';
import { isPolymorphic, resolvePolymorphicField } from './polymorphic.ts';

export interface ResolvedField {
  readonly field: Field;
  /** Relationships from the root, in the schema's spelling, e.g. `['Campaign']`. */
  readonly path: readonly string[];
  readonly sql: string;
}

interface JoinedParent {
  readonly alias: string;
  readonly object: SObject;
  readonly path: readonly string[];
  readonly on: string;
}

/** Resolves the field paths of one query and joins the parent tables that they lead to. */
export interface FieldResolver {
  readonly root: SObject;
  /** @throws ApiError INVALID_FIELD */
  resolve(path: string): ResolvedField;
  /** SQL of the root table and the joins so far. */
  fromSql(): string;
}

export const ROOT_ALIAS = 't0';

/** The platform's limit. */
const MAX_PARENT_LEVELS = 5;

/** @param sobjectAlias the name that the query gives its object, e.g. `l` in `FROM Lead l` */
export function createFieldResolver(schema: Schema, root: SObject, sobjectAlias?: string): FieldResolver {
  const joins = new Map<string, JoinedParent>();
  const rootNames = [root.name, sobjectAlias].map((name) => name?.toLowerCase());

  const joinParent = (from: JoinedParent | undefined, reference: Field, target: SObject): JoinedParent => {
    const path = [...(from?.path ?? []), reference.relationshipName ?? reference.name];
    const key = path.join('.');
    const existing = joins.get(key);
    if (existing) return existing;
    const alias = `t${joins.size + 1}`;
    const foreignKey = `${from?.alias ?? ROOT_ALIAS}.${quoteIdentifier(reference.name)}`;
    const joined = {
      alias,
      object: target,
      path,
      on: `${alias}.${quoteIdentifier(keyColumn(target))} = ${foreignKey}`,
    };
    joins.set(key, joined);
    return joined;
  };

  const resolvePolymorphic = (from: JoinedParent | undefined, reference: Field, name: string): ResolvedField => {
    const sql = `${from?.alias ?? ROOT_ALIAS}.${quoteIdentifier(reference.name)}`;
    const found = resolvePolymorphicField(schema, reference, sql, name);
    if (!found) throw noSuchColumn(name, 'Name');
    return { ...found, path: [...(from?.path ?? []), reference.relationshipName ?? ''] };
  };

  /** The relationships and the field of a path, without the name of the root object. */
  const splitPath = (path: string): { relationships: string[]; name: string } => {
    const relationships = path.split('.');
    const name = relationships.pop() ?? '';
    const [first] = relationships;
    const isRoot = first !== undefined && rootNames.includes(first.toLowerCase()) && !schema.findParent(root, first);
    if (isRoot) relationships.shift();
    if (relationships.length > MAX_PARENT_LEVELS) throw malformedQuery(`SOQL relationship path is too deep: ${path}`);
    return { relationships, name };
  };

  return {
    root,
    resolve(fieldPath) {
      const { relationships, name } = splitPath(fieldPath);
      let from: JoinedParent | undefined;
      for (const [index, relationship] of relationships.entries()) {
        const reference = schema.findParent(from?.object ?? root, relationship);
        if (reference && isPolymorphic(reference)) {
          const next = relationships[index + 1];
          if (next !== undefined) throw noSuchRelationship(next);
          return resolvePolymorphic(from, reference, name);
        }
        const target = reference && schema.findObject(reference.referenceTo[0] ?? '');
        if (!target) throw noSuchRelationship(relationship);
        from = joinParent(from, reference, target);
      }
      const object = from?.object ?? root;
      const field = schema.findField(object, name);
      if (!field) throw noSuchColumn(name, object.name);
      return { field, path: from?.path ?? [], sql: `${from?.alias ?? ROOT_ALIAS}.${quoteIdentifier(field.name)}` };
    },
    fromSql() {
      const tables = [...joins.values()].map(
        ({ alias, object, on }) => `LEFT JOIN ${quoteIdentifier(object.name)} ${alias} ON ${on}`,
      );
      return [`${quoteIdentifier(root.name)} ${ROOT_ALIAS}`, ...tables].join(' ');
    },
  };
}
