import type { Instant } from '@leadlight/lead-features';

/** A SOQL string literal. @source Salesforce, "Quoted String Escape Sequences" */
export const soqlString = (value: string): string =>
  `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;

/** A SOQL dateTime literal: never quoted, always UTC. */
export const soqlDateTime = (instant: Instant): string => new Date(instant).toISOString();

const NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$/;

/** Names come from describe, but nothing except a name may become part of a query. @throws RangeError */
export function soqlName(name: string): string {
  if (!NAME_PATTERN.test(name)) throw new RangeError(`“${name}” is not the name of a field or an object.`);
  return name;
}

export interface SoqlQuery {
  readonly object: string;
  readonly fields: readonly string[];
  /** Joined with AND. A condition that contains OR needs parentheses. */
  readonly where?: readonly string[];
  readonly groupBy?: readonly string[];
  readonly orderBy?: readonly string[];
  readonly limit?: number;
}

export function toSoql({ object, fields, where = [], groupBy = [], orderBy = [], limit }: SoqlQuery): string {
  const clauses = [`SELECT ${fields.join(', ')} FROM ${soqlName(object)}`];
  if (where.length > 0) clauses.push(`WHERE ${where.join(' AND ')}`);
  if (groupBy.length > 0) clauses.push(`GROUP BY ${groupBy.join(', ')}`);
  if (orderBy.length > 0) clauses.push(`ORDER BY ${orderBy.join(', ')}`);
  if (limit !== undefined) clauses.push(`LIMIT ${limit}`);
  return clauses.join(' ');
}
