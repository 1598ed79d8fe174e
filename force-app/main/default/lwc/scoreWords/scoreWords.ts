import type { Unranked } from '@leadlight/contract';
import { formatDays } from 'c/scoreFormat';
import { likelihoodLabels, unrankedLabels } from './labels';

/** How a lead with this score compares with the other leads. It follows the score: bands may have other borders. */
export const likelihoodText = (score: number): string =>
  likelihoodLabels.find(({ minScore }) => score >= minScore)?.text ?? '';

/** Why lists by score leave a lead out, for example `closed status (Unqualified)`. The code itself if it is a newer one. */
export function unrankedText({
  code,
  value = null,
}: {
  readonly code: string;
  readonly value?: string | null;
}): string {
  const text = Object.hasOwn(unrankedLabels, code) ? unrankedLabels[code as Unranked['code']] : code;
  if (value === null) return text;
  return `${text} (${code === 'past_horizon' ? formatDays(Number(value)) : value})`;
}
