import type { FieldType, FieldValue, Instant } from '@leadlight/lead-features';

/** A field's value in a query result: a JSON value, or text from CSV, where '' means empty. */
export type RawValue = string | number | boolean | null | undefined;

/**
 * Converts a value from JSON or CSV to its field's type. Dates stay ISO text.
 * @returns null for an empty value, and for text that the type does not allow
 */
export function parseFieldValue(raw: RawValue, type: FieldType): FieldValue {
  if (raw === null || raw === undefined || raw === '') return null;
  switch (type) {
    case 'boolean':
      return typeof raw === 'boolean' ? raw : String(raw).toLowerCase() === 'true';
    case 'number':
    case 'currency':
    case 'percent':
      return toNumberOrNull(raw);
    case 'datetime':
      // JSON writes the zone as +0000 and CSV as Z; equal times must become equal values.
      return toIsoOrNull(raw);
    default:
      return typeof raw === 'string' ? raw : String(raw);
  }
}

function toIsoOrNull(raw: RawValue): string | null {
  const instant = parseInstant(raw);
  return instant === null ? null : new Date(instant).toISOString();
}

function toNumberOrNull(raw: string | number | boolean): number | null {
  const value = typeof raw === 'number' ? raw : Number(raw);
  return Number.isFinite(value) ? value : null;
}

/** `2026-01-31T10:00:00.000+0000`, `…Z` or `2026-01-31` (midnight UTC); null for anything else. */
export function parseInstant(raw: RawValue): Instant | null {
  if (typeof raw !== 'string' || raw === '') return null;
  // Salesforce writes the zone without a colon in JSON. Date.parse is specified only for zones with one.
  const instant = Date.parse(raw.endsWith('Z') ? raw : raw.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(instant) ? null : instant;
}

export const toTextOrNull = (raw: RawValue): string | null =>
  raw === null || raw === undefined || raw === '' ? null : String(raw);
