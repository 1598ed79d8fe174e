import { formatFeatureValue } from 'c/leadFeatures';
import { featureLabel } from 'c/featureLabels';
import { LOCALE, fill, formatCount, formatPoints, valueWords } from 'c/scoreFormat';
import type { Explanation } from 'c/storedScore';
import { labels } from './labels';

type Reason = Explanation['reasons'][number];

/** One step of the way from the average lead's score to this lead's. */
export interface ReasonRow {
  readonly key: string;
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

/**
 * The way from the baseline to the score: a start, the reasons in order, everything else, an end. The points of the rows
 * add up to the score however many reasons are shown.
 */
export function reasonRows({ baselineScore, reasons, otherPoints }: Explanation, shown: number): ReasonRow[] {
  const named = reasons.slice(0, shown);
  const restPoints = reasons.slice(shown).reduce((sum, { points }) => sum + points, otherPoints);
  const rows = [mark('start', labels.baseline, baselineScore, labels.start)];
  let at = baselineScore;
  for (const reason of named) {
    rows.push(step(reason.feature, featureLabel(reason), valueText(reason), at, reason.points));
    at += reason.points;
  }
  if (restPoints !== 0) rows.push(step('other', labels.other, '', at, restPoints));
  rows.push(mark('end', labels.total, at + restPoints, labels.end));
  return rows;
}

/** The lead's value as the service writes it too: both call the same library. */
export function valueText({ value, unit }: Pick<Reason, 'value' | 'unit'>): string {
  return formatFeatureValue(value, unit, LOCALE, valueWords);
}

function step(key: string, name: string, value: string, from: number, points: number): ReasonRow {
  const direction = points > 0 ? 'up' : points < 0 ? 'down' : 'flat';
  const size = formatCount(Math.abs(points));
  const spoken = { up: fill(labels.raises, size), down: fill(labels.lowers, size), flat: labels.neutral }[direction];
  return {
    key,
    name,
    value,
    points: formatPoints(points),
    spoken,
    rowClass: 'row',
    pointsClass: `points points-${direction}`,
    barClass: `bar bar-${direction}`,
    barStyle: span(Math.min(from, from + points), Math.abs(points)),
  };
}

function mark(key: string, name: string, score: number, spoken: string): ReasonRow {
  return {
    key,
    name,
    value: '',
    points: formatCount(score),
    spoken: fill(spoken, formatCount(score)),
    rowClass: `row row-${key}`,
    pointsClass: 'points',
    barClass: 'bar bar-whole',
    barStyle: span(0, score),
  };
}

function span(from: number, width: number): string {
  return `left:${percent(Math.max(0, from))};width:max(2px, ${percent(width)})`;
}

function percent(points: number): string {
  return `${((100 * points) / MAX_SCORE).toFixed(2)}%`;
}
