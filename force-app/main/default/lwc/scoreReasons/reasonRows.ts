import { featureLabel, featureValue } from 'c/featureLabels';
import type { OrgWords } from 'c/orgWords';
import { fill, formatCount, formatPoints } from 'c/scoreFormat';
import type { Explanation } from 'c/storedScore';
import { labels } from './labels';

/** One step of the way from the average lead's score to this lead's. */
export interface ReasonRow {
  readonly key: string;
  /** Whether it is one fact, of which something can be said. */
  readonly isFact: boolean;
  readonly name: string;
  /** The lead's value; empty where the row is no single fact. */
  readonly value: string;
  readonly points: string;
  /** What a screen reader says after the name and the value. */
  readonly spoken: string;
  readonly rowClass: string;
  readonly pointsClass: string;
  readonly barClass: string;
  readonly barStyle: string;
}

const MAX_SCORE = 99;

/** A row before it is drawn: where its bar begins and ends, in points. */
interface Step extends Omit<ReasonRow, 'barStyle'> {
  readonly from: number;
  readonly to: number;
}

/**
 * The way from the baseline to the score: a start, the reasons in order, everything else, an end. The points of the rows
 * add up to the score however many reasons are shown.
 */
export function reasonRows(
  { baselineScore, reasons, otherPoints }: Explanation,
  shown: number,
  org?: OrgWords,
): ReasonRow[] {
  const restPoints = reasons.slice(shown).reduce((sum, { points }) => sum + points, otherPoints);
  const steps = [mark('start', labels.baseline, baselineScore, labels.start)];
  let at = baselineScore;
  for (const reason of reasons.slice(0, shown)) {
    const isHidden = reason.hidden === true || org?.isHidden(reason.field) === true;
    const value = isHidden ? labels.hidden : featureValue(reason, reason.value, org);
    steps.push(step(reason.feature, featureLabel(reason, org), value, at, reason.points));
    at += reason.points;
  }
  if (restPoints !== 0) steps.push(step('other', labels.other, '', at, restPoints));
  steps.push(mark('end', labels.total, at + restPoints, labels.end));
  return drawn(steps);
}

function step(key: string, name: string, value: string, from: number, points: number): Step {
  const direction = points > 0 ? 'up' : points < 0 ? 'down' : 'flat';
  const size = formatCount(Math.abs(points));
  const spoken = { up: fill(labels.raises, size), down: fill(labels.lowers, size), flat: labels.neutral }[direction];
  return {
    key,
    isFact: key !== 'other',
    name,
    value,
    points: formatPoints(points),
    spoken,
    rowClass: 'row',
    pointsClass: `points points-${direction}`,
    barClass: `bar bar-${direction}`,
    from,
    to: from + points,
  };
}

function mark(key: string, name: string, score: number, spoken: string): Step {
  return {
    key,
    isFact: false,
    name,
    value: '',
    points: formatCount(score),
    spoken: fill(spoken, formatCount(score)),
    rowClass: `row row-${key}`,
    pointsClass: 'points',
    barClass: 'bar bar-whole',
    from: 0,
    to: score,
  };
}

/** Strong reasons may lead beyond 0 or 99 before others lead back: the scale is as wide as the way. */
function drawn(steps: readonly Step[]): ReasonRow[] {
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const low = Math.min(0, ...ends);
  const width = Math.max(MAX_SCORE, ...ends) - low;
  const percent = (points: number) => `${((100 * points) / width).toFixed(2)}%`;
  return steps.map(({ from, to, ...row }) => ({
    ...row,
    barStyle: `left:${percent(Math.min(from, to) - low)};width:max(2px, ${percent(Math.abs(to - from))})`,
  }));
}
