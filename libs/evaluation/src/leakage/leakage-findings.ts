import { messageValue } from '@leadlight/common';
import { countConverted } from '../predictions.ts';
import type { LeakageFinding, LeakageInput, LeakageVerdict, RawColumn, RuleFinding } from './leakage-finding.ts';
import { leakageMessage } from './leakage-messages.ts';
import {
  changesAtOutcome,
  datesAreLater,
  emptinessPredicts,
  filledForConverted,
  followsCreation,
  predictsTooWell,
  revealsToday,
  tickedForConverted,
} from './leakage-rules.ts';
import { singleColumnAuc } from './single-column-auc.ts';

const SEVERITY: Record<LeakageVerdict, number> = { fine: 0, suspect: 1, excluded: 2 };

/**
 * What speaks against each field before a model may use it: one finding for every column and every field left out, the
 * most severe first. The rules know no field by name; each gives its evidence in a sentence. Pass the training rows only,
 * so that the choice of fields has not seen the rows it is measured on.
 */
export function leakageFindings(given: LeakageInput): readonly LeakageFinding[] {
  const input = lastRowOfEachGroup(given);
  const leftOut = new Map((input.leftOut ?? []).map(({ field, reason }) => [field, reason]));
  const examined = input.columns.filter(({ field }) => !leftOut.has(field)).map((column) => findingOf(column, input));
  const excluded = [...leftOut].map(([field, reason]): LeakageFinding => ({
    field,
    verdict: 'excluded',
    evidence: [reason],
  }));
  return [...excluded, ...examined].sort(
    (a, b) => SEVERITY[b.verdict] - SEVERITY[a.verdict] || (b.auc ?? 0) - (a.auc ?? 0),
  );
}

/** Fields that the model may not read: excluded ones, and suspect ones that nobody allowed. */
export function fieldsToLeaveOut(findings: readonly LeakageFinding[]): readonly string[] {
  return findings
    .filter(({ verdict, allowed }) => verdict === 'excluded' || (verdict === 'suspect' && !allowed))
    .map(({ field }) => field);
}

function lastRowOfEachGroup(input: LeakageInput): LeakageInput {
  const { columns, labels, everConverted, convertedToday, createdAt, groups } = input;
  if (!groups) return input;
  const last = new Map(Array.from(groups, (key, row) => [key ?? `row ${row}`, row]));
  const rows = [...last.values()];
  const pick = <Value>(values: ArrayLike<Value>) => rows.map((row) => values[row]!);
  return {
    ...input,
    columns: columns.map((column) => ({ ...column, values: pick(column.values) })),
    labels: pick(labels),
    everConverted: everConverted && pick(everConverted),
    convertedToday: convertedToday && pick(convertedToday),
    createdAt: createdAt && pick(createdAt),
  };
}

/** One of two findings that say the same. */
const worseOf = (one: RuleFinding, other: RuleFinding): RuleFinding =>
  one && other ? (SEVERITY[other.verdict] > SEVERITY[one.verdict] ? other : one) : (one ?? other);

function findingOf(column: RawColumn, input: LeakageInput): LeakageFinding {
  const { field } = column;
  const { labels, changes, allow = [] } = input;
  const converted = countConverted(labels);
  if (converted === 0 || converted === labels.length) {
    const message = leakageMessage('one_outcome');
    return { field, verdict: 'fine', evidence: [message] };
  }
  const auc = singleColumnAuc(column, labels);
  const rules = [
    worseOf(predictsTooWell(auc, labels), revealsToday(column, input)),
    filledForConverted(column, input),
    emptinessPredicts(column, input),
    tickedForConverted(column, input),
    datesAreLater(column, input),
    followsCreation(column, input),
    changesAtOutcome(changes?.find((count) => count.field === field)),
  ];
  // How long a customer has been silent may predict very well whether it comes back: that alone is no leak.
  const found = column.isFromDates ? [] : rules.filter((finding) => finding !== undefined);
  const verdict = found.reduce<LeakageVerdict>(
    (worst, finding) => (SEVERITY[finding.verdict] > SEVERITY[worst] ? finding.verdict : worst),
    'fine',
  );
  const nothing = leakageMessage('nothing_against', [messageValue('auc', auc)]);
  const evidence = found.length > 0 ? found.map(({ message }) => message) : [nothing];
  if (!allow.includes(field) || verdict === 'fine') return { field, verdict, evidence, auc };
  if (verdict === 'suspect') return { field, verdict, evidence, auc, allowed: true };
  return { field, verdict, evidence: [...evidence, leakageMessage('never_allowed')], auc, allowed: false };
}
