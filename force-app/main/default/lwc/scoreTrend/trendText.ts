import { featureLabel, featureValue } from 'c/featureLabels';
import type { ScoreChange } from 'c/scoreChange';
import { fill, formatDay, formatPoints } from 'c/scoreFormat';
import CAUSE from '@salesforce/label/c.Leadlight_Trend_Cause';
import CHANGE from '@salesforce/label/c.Leadlight_Trend_Change';
import NEW_MODEL from '@salesforce/label/c.Leadlight_Trend_NewModel';
import UNCHANGED from '@salesforce/label/c.Leadlight_Trend_Unchanged';

/** How much the score changed, and since when: `−14 since Tuesday`. */
export function changeText({ points, past }: ScoreChange, now: number): string {
  const day = formatDay(past.scoredAt, now);
  return points === 0 ? fill(UNCHANGED, day) : fill(CHANGE, formatPoints(points), day);
}

/** The main cause, such as `Days since the latest touch: 12 days, previously 2 days`; empty if there is none. */
export function causeText({ cause, newModel }: ScoreChange): string {
  if (newModel) return NEW_MODEL;
  if (!cause?.now || !cause.before) return '';
  const { now, before } = cause;
  return fill(CAUSE, featureLabel(now), featureValue(now, now.value), featureValue(before, before.value));
}
