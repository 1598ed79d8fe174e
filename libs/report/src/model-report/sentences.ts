import type { LeakageFinding } from '@leadlight/evaluation';
import { formatDay } from '../dates.ts';
import { goalWords, type GoalWords } from './goal-words.ts';
import type { InteractingPair } from './feature-effects.ts';
import type { FieldQuestion, GoalKind, ModelReportInput, SegmentResult } from './model-report-input.ts';

const two = (value: number): string => value.toFixed(2);
const whole = (value: number): string => new Intl.NumberFormat('en').format(value);
const MAX_NAMED_FIELDS = 3;

/** The label of a field, or its name. */
export const displayName = ({ field, label = field }: { readonly field: string; readonly label?: string }): string =>
  label;

/** Why the figures are not higher, in a sentence. */
export function leakageSentence(
  findings: readonly LeakageFinding[],
  auc: number,
  { aucWithLeaks, goal }: Pick<ModelReportInput, 'aucWithLeaks' | 'goal'>,
): string {
  const { records } = goalWords({ goal });
  const leaks = findings
    .filter((finding) => finding.verdict !== 'fine' && !finding.allowed && finding.auc !== undefined)
    .map((finding) => `${displayName(finding)} (alone AUC ${two(finding.auc!)})`);
  if (leaks.length === 0) return 'No field was found that reveals the outcome instead of predicting it.';
  const named = leaks.slice(0, MAX_NAMED_FIELDS).join(', ');
  const more = leaks.length > MAX_NAMED_FIELDS ? ` and ${leaks.length - MAX_NAMED_FIELDS} more` : '';
  const were = leaks.length === 1 ? 'was' : 'were';
  const otherwise =
    aucWithLeaks === undefined
      ? `a model that used ${leaks.length === 1 ? 'it' : 'them'} would look better than AUC ${two(auc)} here and fail on new ${records}`
      : `with ${leaks.length === 1 ? 'it' : 'them'} the model would show AUC ${two(aucWithLeaks)} instead of ${two(auc)} here, and fail on new ${records}`;
  return `${named}${more} ${were} left out, because people fill in such fields as the outcome becomes clear, or afterwards: ${otherwise}.`;
}

/** The interaction of two features, by four kinds of leads. */
export function interactionSentence(
  { labels, baseValues, changedValues, expected }: InteractingPair,
  { records, would }: Pick<GoalWords, 'records' | 'would'>,
): string {
  const [one, other] = labels;
  const share = (probability: number) => `${Math.round(probability * 100)}\u00a0%`;
  const { neither, first, second, both } = expected;
  const [a, b] = labels.map((_, index) => `“${changedValues[index]}” instead of “${baseValues[index]}”`);
  return `These two features interact: ${one} and ${other}. With “${baseValues[0]}” and “${baseValues[1]}”, ${share(neither)} of all ${records} ${would}; with ${a}, ${share(first)}; with ${b}, ${share(second)}; with both, ${share(both)}.`;
}

/** What a row is: of an org, a snapshot of a record. */
export const rowNoun = ({ goal }: { readonly goal?: GoalKind }): 'rows' | 'snapshots' =>
  goal === undefined ? 'rows' : 'snapshots';

type SplitInput = Pick<
  ModelReportInput,
  'split' | 'goal' | 'leads' | 'repeatedRows' | 'unusedDates' | 'randomSplitAuc'
>;

/** How the rows were held out, and what a random split would have shown. */
export function splitSentence(input: SplitInput, auc: number): string {
  const { split, leads, unusedDates = [], randomSplitAuc } = input;
  const { train, test, dropped, splitAt } = split;
  const noun = rowNoun(input);
  const { record, records } = goalWords(input);
  const rows = leads
    ? `learned from ${whole(train.length)} ${noun} of ${whole(leads.train)} ${records}, measured on ${whole(test.length)} ${noun} of ${whole(leads.test)}`
    : `learned from ${whole(train.length)} ${noun}, measured on ${whole(test.length)}`;
  const repeated = repeatedSentence(input);
  if (split.kind === 'random') {
    const why = unusedDates.length === 0 ? 'the data has no dates' : 'no column of creation dates is named';
    const dates = unusedDates.length === 0 ? '' : ` ${datesSentence(unusedDates)}`;
    return `Split at random, because ${why}: ${rows}.${repeated} The future may be harder than these figures.${dates}`;
  }
  const day = formatDay(splitAt ?? 0);
  const unsettled = `${whole(dropped.unsettled)} were left out because their outcome was not settled by then`;
  const left = split.isRecurring
    ? unsettled
    : `${unsettled}, ${whole(dropped.straddling)} because their ${record}${record === 'lead' ? ', company or e-mail' : ''} is on the other side`;
  return `Split by time at ${day}: ${rows}; ${left}.${repeated}${randomSplitSentence(randomSplitAuc, auc)}`;
}

/** What a random split would have shown; with a space in front, empty where none was measured. */
function randomSplitSentence(randomSplitAuc: number | undefined, auc: number): string {
  if (randomSplitAuc === undefined) return '';
  const [random, byTime] = [two(randomSplitAuc), two(auc)];
  if (random === byTime) return ` A random split would have shown the same AUC, ${random}.`;
  return ` A random split would have shown AUC ${random} instead of ${byTime}: the difference is what changed over time.`;
}

/** Rows that repeat others, and on which side of the split they are; with a space in front, empty where there are none. */
function repeatedSentence(input: Pick<SplitInput, 'split' | 'goal' | 'leads' | 'repeatedRows'>): string {
  const { split, leads, repeatedRows } = input;
  if (split.isRecurring) return ' The same records are asked about again and again, so most of them are on both sides.';
  const { record, records } = goalWords(input);
  const together = leads ? ` All ${rowNoun(input)} of a ${record} are on one side.` : '';
  if (!repeatedRows) return together;
  const { exact, near, common } = repeatedRows;
  const copies = [
    ...(exact > 0 ? [`${whole(exact)} ${exact === 1 ? 'row equals' : 'rows equal'} another in every column`] : []),
    ...(near > 0 ? [`${whole(near)} ${near === 1 ? 'row nearly equals' : 'rows nearly equal'} another`] : []),
  ];
  const coincidence =
    common > 0
      ? ` ${whole(common)} ${common === 1 ? 'row equals' : 'rows equal'} another by values that are common: they count as different ${records}.`
      : '';
  return `${copies.length > 0 ? ` ${copies.join(' and ')}: such rows count as one ${record}.` : ''}${coincidence}${together}`;
}

/** What to do with columns of dates that the training does not use. */
const datesSentence = (columns: readonly string[]): string =>
  `It has dates in ${columns.map((name) => `"${name}"`).join(', ')}: if one of them is the day on which the lead was created, name it with --created, as in --created "${columns[0]}"; the newest leads are then held out, and the other dates become days before it.`;

/** Asks whether a field was known in time, with what depends on the answer. */
export function questionSentence(question: FieldQuestion): string {
  const { field, aucAlone, aucWith, aucWithout } = question;
  const label = displayName(question);
  const name = label === field ? label : `${label} (${field})`;
  return `Was ${name} known at the moment of scoring? On its own it reaches AUC ${two(aucAlone)}; the model has AUC ${two(aucWith)} with it and ${two(aucWithout)} without it. If it becomes known later, leave it out: --exclude "${field}".`;
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
