import type { LeakageFinding, Split } from '@leadlight/evaluation';
import type { InteractingPair } from './feature-effects.ts';
import type { SegmentResult } from './model-report.ts';

const two = (value: number): string => value.toFixed(2);
const whole = (value: number): string => new Intl.NumberFormat('en').format(value);
const MOST_NAMED = 3;

/** What people call a field. */
export const displayName = ({ field, label = field }: { readonly field: string; readonly label?: string }): string =>
  label;

/** Why the figures are not higher, in a sentence. */
export function leakageSentence(findings: readonly LeakageFinding[], auc: number, aucWithLeaks?: number): string {
  const told = findings
    .filter((finding) => finding.verdict !== 'fine' && !finding.allowed && finding.auc !== undefined)
    .map((finding) => `${displayName(finding)} (alone AUC ${two(finding.auc!)})`);
  if (told.length === 0) return 'No field was found that tells the outcome instead of foreseeing it.';
  const named = told.slice(0, MOST_NAMED).join(', ');
  const more = told.length > MOST_NAMED ? ` and ${told.length - MOST_NAMED} more` : '';
  const were = told.length === 1 ? 'was' : 'were';
  const otherwise =
    aucWithLeaks === undefined
      ? `a model that used ${told.length === 1 ? 'it' : 'them'} would look better than AUC ${two(auc)} here and fail on a new lead`
      : `with ${told.length === 1 ? 'it' : 'them'} the model would show AUC ${two(aucWithLeaks)} instead of ${two(auc)} here, and fail on a new lead`;
  return `${named}${more} ${were} left out, because staff fill such fields in while or after the outcome takes shape: ${otherwise}.`;
}

/** What two features do together, told by four kinds of leads. */
export function interactionSentence({ labels, from, to, foreseen }: InteractingPair): string {
  const [one, other] = labels;
  const share = (probability: number) => `${Math.round(probability * 100)}\u00a0%`;
  const { neither, first, second, both } = foreseen;
  const [a, b] = labels.map((_, place) => `“${to[place]}” instead of “${from[place]}”`);
  return `These two facts work together: ${one} and ${other}. With “${from[0]}” and “${from[1]}”, ${share(neither)} of all leads would convert; with ${a}, ${share(first)}; with ${b}, ${share(second)}; with both, ${share(both)}.`;
}

/** How the rows were held out, and what a random split would have shown. */
export function splitSentence(split: Split, auc: number, randomSplitAuc?: number): string {
  const { train, test, dropped, splitAt } = split;
  const rows = `learned from ${whole(train.length)} rows, measured on ${whole(test.length)}`;
  if (split.kind === 'random') {
    return `Split at random, because the data has no dates: ${rows}. The future may be harder than these figures.`;
  }
  const day = new Date(splitAt ?? 0).toISOString().slice(0, 10);
  const left = `${whole(dropped.unsettled)} were left out because their outcome was not settled by then, ${whole(dropped.straddling)} because their lead, company or e-mail is on the other side`;
  const gap =
    randomSplitAuc === undefined
      ? ''
      : ` A random split would have shown AUC ${two(randomSplitAuc)} instead of ${two(auc)}: the difference is what changed over time.`;
  return `Split by time at ${day}: ${rows}; ${left}.${gap}`;
}

/** What is published for which segments. */
export function segmentSentence(segments: readonly SegmentResult[]): string {
  const named = (means: SegmentResult['means']) =>
    segments.filter((each) => each.earnsItsPlace && each.means === means).map(({ segment }) => segment);
  const [models, offsets] = [named('model'), named('offset')];
  if (models.length + offsets.length === 0) {
    return 'No segment does better with something of its own than with the model of all leads, so all are scored by that.';
  }
  const told = [
    ...(models.length > 0 ? [`${models.join(', ')}: a model of its own`] : []),
    ...(offsets.length > 0 ? [`${offsets.join(', ')}: the model of all leads, moved by what its own leads tell`] : []),
  ];
  return `Scored otherwise than the rest: ${told.join('; ')}. The figures of this report are those of the model of all leads; for these segments the published one does better by as much as the table tells.`;
}
