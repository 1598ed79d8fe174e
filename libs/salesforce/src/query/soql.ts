import type { Instant } from '@leadlight/lead-features';

/** A SOQL string literal. @source Salesforce, "Quoted String Escape Sequences" */
export const soqlString = (value: string): string =>
  `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;

/** A SOQL dateTime literal: never quoted, always UTC. */
export const soqlDateTime = (at: Instant): string => new Date(at).toISOString();

const NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$/;

/** Names come from describe, yet nothing but a name may become part of a query. @throws RangeError */
export function soqlName(name: string): string {
  if (!NAME_PATTERN.test(name)) throw new RangeError(`“${name}” is no field or object name.`);
  return name;
}

export interface SoqlQuery {
  readonly object: string;
  readonly fields: readonly string[];
  /** Joined with AND; each must be safe to stand beside an AND. */
  readonly where?: readonly string[];
  readonly groupBy?: readonly string[];
  readonly orderBy?: readonly string[];
  readonly limit?: number;
}

export function toSoql({ object, fields, where = [], groupBy = [], orderBy = [], limit }: SoqlQuery): string {
  const parts = [`SELECT ${fields.join(', ')} FROM ${soqlName(object)}`];
  if (where.length > 0) parts.push(`WHERE ${where.join(' AND ')}`);
  if (groupBy.length > 0) parts.push(`GROUP BY ${groupBy.join(', ')}`);
  if (orderBy.length > 0) parts.push(`ORDER BY ${orderBy.join(', ')}`);
  if (limit !== undefined) parts.push(`LIMIT ${limit}`);
  return parts.join(' ');
}
