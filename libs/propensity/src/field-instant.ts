import { DAY_MS } from '@leadlight/common';
import { parseInstant, type FieldValue, type Instant } from '@leadlight/lead-features';

const DAY_TEXT = /^\d{4}-\d\d-\d\d$/;

/**
 * The instant in a field with a time or a day; undefined where it has neither. A day counts from its end, so that nothing of it
 * is known while it lasts.
 */
export function fieldInstant(value: FieldValue | undefined): Instant | undefined {
  if (typeof value !== 'string') return undefined;
  const instant = parseInstant(value);
  return instant === undefined || !DAY_TEXT.test(value) ? instant : instant + DAY_MS;
}
