import { featureLabel, featureValue } from 'c/featureLabels';
import type { OrgFields } from 'c/orgFields';
import { fill, formatCount, formatPoints } from 'c/scoreFormat';
import type { Explanation } from 'c/storedScore';
import { labels, subjectLabels } from './labels';

/** One step from the score of an average lead to that of this lead. */
export interface ReasonRow {
  readonly key: string;
  /** Whether it is a single reason, on which the user can give feedback. */
  readonly isReason: boolean;
  readonly name: string;
  /** The lead's value; empty if the row is not a single reason. */
  readonly value: string;
  readonly points: string;
  /** Text for screen readers, after the name and the value. */
  readonly spoken: string;
  readonly rowClass: string;
  readonly pointsClass: string;
  readonly barClass: string;
  readonly barStyle: string;
}

const MAX_SCORE = 99;

/** A row with the ends of its bar in points, before the scale is known. */
interface Step extends Omit<ReasonRow, 'barStyle'> {
  readonly start: number;
  readonly end: number;
}

/**
 * The steps from the baseline to the score: the start, the reasons in order, everything else, the end. The points of the rows
 * add up to the score, however many reasons are shown.
 */
export function reasonRows(
  { baselineScore, reasons, otherPoints }: Explanation,
  maxReasons: number,
  org?: OrgFields,
  subject: keyof typeof subjectLabels = 'lead',
): ReasonRow[] {
  const restPoints = reasons.slice(maxReasons).reduce((sum, { points }) => sum + points, otherPoints);
  const steps = [mark('start', subjectLabels[subject].baseline, baselineScore, labels.start)];
  let score = baselineScore;
  for (const reason of reasons.slice(0, maxReasons)) {
    const isHidden = reason.hidden === true || org?.isHidden(reason.field) === true;
    const value = isHidden ? labels.hidden : featureValue(reason, reason.value, org);
    steps.push(step(reason.feature, featureLabel(reason, org), value, score, reason.points));
    score += reason.points;
  }
  if (restPoints !== 0) steps.push(step('other', labels.other, '', score, restPoints));
  steps.push(mark('end', subjectLabels[subject].total, score + restPoints, labels.end));
  return toRows(steps);
}

function step(key: string, name: string, value: string, start: number, points: number): Step {
  const direction = points > 0 ? 'up' : points < 0 ? 'down' : 'flat';
  const size = formatCount(Math.abs(points));
  const spoken = { up: fill(labels.raises, size), down: fill(labels.lowers, size), flat: labels.neutral }[direction];
  return {
    key,
    isReason: key !== 'other',
    name,
    value,
    points: formatPoints(points),
    spoken,
    rowClass: 'row',
    pointsClass: `points points-${direction}`,
    barClass: `bar bar-${direction}`,
    start,
    end: start + points,
  };
}

function mark(key: string, name: string, score: number, spoken: string): Step {
  return {
    key,
    isReason: false,
    name,
    value: '',
    points: formatCount(score),
    spoken: fill(spoken, formatCount(score)),
    rowClass: `row row-${key}`,
    pointsClass: 'points',
    barClass: 'bar bar-whole',
    start: 0,
    end: score,
  };
}

/** Steps may go beyond 0 or 99 before others go back, so the scale covers all of them. */
function toRows(steps: readonly Step[]): ReasonRow[] {
  const ends = steps.flatMap(({ start, end }) => [start, end]);
  const low = Math.min(0, ...ends);
  const width = Math.max(MAX_SCORE, ...ends) - low;
  const percent = (points: number) => `${((100 * points) / width).toFixed(2)}%`;
  return steps.map(({ start, end, ...row }) => ({
    ...row,
    barStyle: `left:${percent(Math.min(start, end) - low)};width:max(2px, ${percent(Math.abs(end - start))})`,
  }));
}
