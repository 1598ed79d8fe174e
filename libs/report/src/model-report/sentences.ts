import type { LeakageFinding, Split } from '@leadlight/evaluation';
import type { InteractingPair } from './feature-effects.ts';
import type { SegmentResult } from './model-report-input.ts';

const two = (value: number): string => value.toFixed(2);
const whole = (value: number): string => new Intl.NumberFormat('en').format(value);
const MAX_NAMED_FIELDS = 3;

/** The label of a field, or its name. */
export const displayName = ({ field, label = field }: { readonly field: string; readonly label?: string }): string =>
  label;

/** Why the figures are not higher, in a sentence. */
export function leakageSentence(findings: readonly LeakageFinding[], auc: number, aucWithLeaks?: number): string {
  const leaks = findings
    .filter((finding) => finding.verdict !== 'fine' && !finding.allowed && finding.auc !== undefined)
    .map((finding) => `${displayName(finding)} (alone AUC ${two(finding.auc!)})`);
  if (leaks.length === 0) return 'No field was found that reveals the outcome instead of predicting it.';
  const named = leaks.slice(0, MAX_NAMED_FIELDS).join(', ');
  const more = leaks.length > MAX_NAMED_FIELDS ? ` and ${leaks.length - MAX_NAMED_FIELDS} more` : '';
  const were = leaks.length === 1 ? 'was' : 'were';
  const otherwise =
    aucWithLeaks === undefined
      ? `a model that used ${leaks.length === 1 ? 'it' : 'them'} would look better than AUC ${two(auc)} here and fail on new leads`
      : `with ${leaks.length === 1 ? 'it' : 'them'} the model would show AUC ${two(aucWithLeaks)} instead of ${two(auc)} here, and fail on new leads`;
  return `${named}${more} ${were} left out, because people fill in such fields as the outcome becomes clear, or afterwards: ${otherwise}.`;
}

/** The interaction of two features, by four kinds of leads. */
export function interactionSentence({ labels, baseValues, changedValues, expected }: InteractingPair): string {
  const [one, other] = labels;
  const share = (probability: number) => `${Math.round(probability * 100)}\u00a0%`;
  const { neither, first, second, both } = expected;
  const [a, b] = labels.map((_, index) => `“${changedValues[index]}” instead of “${baseValues[index]}”`);
  return `These two features interact: ${one} and ${other}. With “${baseValues[0]}” and “${baseValues[1]}”, ${share(neither)} of all leads would convert; with ${a}, ${share(first)}; with ${b}, ${share(second)}; with both, ${share(both)}.`;
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
    segments.filter((each) => each.isWorthwhile && each.means === means).map(({ segment }) => segment);
  const [models, offsets] = [named('model'), named('offset')];
  if (models.length + offsets.length === 0) {
    return 'No segment does better with its own model or offset than with the model of all leads, so that model scores all leads.';
  }
  const published = [
    ...(models.length > 0 ? [`${models.join(', ')}: a model of its own`] : []),
    ...(offsets.length > 0 ? [`${offsets.join(', ')}: the model of all leads with an offset`] : []),
  ];
  return `Scored differently from the rest: ${published.join('; ')}. The figures of this report are those of the model of all leads; for these segments the published model is better by the difference in the table.`;
}
