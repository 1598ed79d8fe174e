import type { FieldType, FieldValue, Instant } from '@leadlight/lead-features';

/** What a query answers for a field: JSON's own types, or text where it came as CSV. '' is empty there. */
export type RawValue = string | number | boolean | null | undefined;

/**
 * A value as its field's type says, whether it came as JSON or as CSV text. Dates stay ISO text.
 * @returns null for empty, and for text that its type does not allow
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
      // JSON writes the zone as +0000 and CSV as Z: one value must not look like two.
      return toIsoOrNull(raw);
    default:
      return typeof raw === 'string' ? raw : String(raw);
  }
}

function toIsoOrNull(raw: RawValue): string | null {
  const at = parseInstant(raw);
  return at === null ? null : new Date(at).toISOString();
}

function toNumberOrNull(raw: string | number | boolean): number | null {
  const value = typeof raw === 'number' ? raw : Number(raw);
  return Number.isFinite(value) ? value : null;
}

/** `2026-01-31T10:00:00.000+0000`, `…Z` or `2026-01-31` (its first moment, UTC); null where empty or none of these. */
export function parseInstant(raw: RawValue): Instant | null {
  if (typeof raw !== 'string' || raw === '') return null;
  // Salesforce writes the zone without a colon in JSON; the language's parser promises to read it only with one.
  const at = Date.parse(raw.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(at) ? null : at;
}

export const toTextOrNull = (raw: RawValue): string | null =>
  raw === null || raw === undefined || raw === '' ? null : String(raw);
