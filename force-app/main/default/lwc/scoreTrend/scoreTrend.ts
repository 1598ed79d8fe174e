import { LightningElement, api } from 'lwc';
import { changeSince, type PastScore, type ScoreChange } from 'c/scoreChange';
import { fill, formatCount } from 'c/scoreFormat';
import SPOKEN from '@salesforce/label/c.Leadlight_Trend_Spoken';
import TITLE from '@salesforce/label/c.Leadlight_Trend_Title';
import { causeText, changeText } from './trendText';

const WIDTH = 96;
const HEIGHT = 28;
const MARGIN = 3;
const MAX_SCORE = 99;
/** More points would not be readable at this size. */
const MAX_POINTS = 24;

/** A lead's past scores as a small line, and what changed since the last visit. */
export default class ScoreTrend extends LightningElement {
  /** Newest first, as the service lists them. */
  @api scores: readonly PastScore[] = [];
  /** When the user saw the lead last, in milliseconds; undefined at the first visit. */
  @api lastVisit?: number;
  /** The present, in milliseconds. */
  @api now = 0;
  heading = TITLE;

  get change(): ScoreChange | undefined {
    return changeSince(this.scores, this.lastVisit);
  }

  /** At the first visit, there is something to show only if the score moved. */
  get isShown(): boolean {
    return this.change !== undefined && (this.moved || this.lastVisit !== undefined);
  }

  get moved(): boolean {
    return this.distinctScores.length > 1;
  }

  get changeText(): string {
    return this.change ? changeText(this.change, this.now) : '';
  }

  get causeText(): string {
    return this.change ? causeText(this.change) : '';
  }

  get changeClass(): string {
    const points = this.change?.points ?? 0;
    return `change change-${points > 0 ? 'up' : points < 0 ? 'down' : 'flat'}`;
  }

  get spoken(): string {
    const scores = this.distinctScores.map((score) => formatCount(score));
    return fill(SPOKEN, scores.length, scores.join(', '));
  }

  get line(): string {
    return this.distinctScores.map((score, index) => `${this.xOf(index)},${yOf(score)}`).join(' ');
  }

  get endX(): number {
    return this.xOf(this.distinctScores.length - 1);
  }

  get endY(): number {
    return yOf(this.distinctScores.at(-1) ?? 0);
  }

  /** Oldest first, without repetitions: each view of the lead adds a score. */
  private get distinctScores(): number[] {
    const scores = this.scores.map(({ score }) => score).reverse();
    return scores.filter((score, index) => score !== scores[index - 1]).slice(-MAX_POINTS);
  }

  private xOf(index: number): number {
    const steps = Math.max(1, this.distinctScores.length - 1);
    return Math.round(MARGIN + (index * (WIDTH - 2 * MARGIN)) / steps);
  }
}

function yOf(score: number): number {
  return Math.round(HEIGHT - MARGIN - (score * (HEIGHT - 2 * MARGIN)) / MAX_SCORE);
}
