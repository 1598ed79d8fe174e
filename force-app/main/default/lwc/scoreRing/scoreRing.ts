import { LightningElement, api } from 'lwc';
import { fill, formatCount } from 'c/scoreFormat';
import SCORE_OF from '@salesforce/label/c.Leadlight_Card_ScoreOf';

const CIRCUMFERENCE = 2 * Math.PI * 42;
const MAX_SCORE = 99;
const REVERSED: Readonly<Record<string, string>> = { a: 'd', b: 'c', c: 'b', d: 'a' };

/** A score from 1 to 99 as a ring in the colour of its band. */
export default class ScoreRing extends LightningElement {
  @api score = 0;
  /** A, B, C or D. */
  @api band = '';
  /** Whether a high score is bad news, as with churn: the colours are then reversed. */
  @api unfavourable = false;

  get text(): string {
    return formatCount(this.score);
  }

  get description(): string {
    return fill(SCORE_OF, this.text);
  }

  get arc(): string {
    const length = (CIRCUMFERENCE * this.score) / MAX_SCORE;
    return `${length.toFixed(1)} ${(CIRCUMFERENCE - length).toFixed(1)}`;
  }

  get arcClass(): string {
    const band = this.band.toLowerCase();
    return `arc band-${this.unfavourable ? (REVERSED[band] ?? band) : band}`;
  }
}
