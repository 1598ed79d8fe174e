import { hash } from 'node:crypto';
import type { LeadScoreUpdate } from '@leadlight/workflows';

/** Values of these units grow with time alone. */
const AGE_UNITS = new Set(['days', 'hours']);

/**
 * Hashes what a reader of a written score sees next to score, band and model: the probability in hundredths of a percent,
 * whether the lead qualifies, why it is unranked, and the reasons. Two scores with different hashes are worth a write. The
 * scoring time and ages as of then are left out: otherwise every lead would be written again each time that all leads are
 * scored.
 */
export function contentHashOf({ probability, qualified, unranked, reasons }: LeadScoreUpdate): string {
  const shown = [Math.round(probability * 10_000), qualified, unranked, withoutAges(reasons)];
  return hash('sha256', JSON.stringify(shown), 'base64');
}

function withoutAges(reasons: string): string {
  try {
    return JSON.stringify(
      JSON.parse(reasons, (_key, value: unknown) => (isAge(value) ? { ...value, value: null } : value)),
    );
  } catch {
    return reasons;
  }
}

const isAge = (value: unknown): value is { readonly unit: string } =>
  typeof value === 'object' && value !== null && 'unit' in value && AGE_UNITS.has(String(value.unit));
