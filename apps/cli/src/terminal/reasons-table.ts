import { drawTable } from './table.ts';

export interface ShownReasons {
  readonly baselineScore: number;
  /** The values as they are shown. */
  readonly reasons: readonly { readonly label: string; readonly value: string; readonly points: number }[];
  readonly otherPoints: number;
  readonly score: number;
}

/** A score as the sum of its reasons, from the baseline on. */
export const drawReasons = ({ baselineScore, reasons, otherPoints, score }: ShownReasons): string =>
  drawTable([
    ['average lead', '', String(baselineScore)],
    ...reasons.map(({ label, value, points }) => [label, value, signedPoints(points)]),
    ...(otherPoints === 0 ? [] : [['everything else', '', signedPoints(otherPoints)]]),
    ['score', '', String(score)],
  ]);

/** +3, 0 or -3 */
export const signedPoints = (points: number): string => (points > 0 ? `+${points}` : String(points));
