import { countConverted } from '../predictions.ts';
import { singleColumnAuc } from './single-column-auc.ts';
import {
  changesAtOutcome,
  datesAreLater,
  emptinessPredicts,
  filledForConverted,
  followsCreation,
  predictsTooWell,
  tickedForConverted,
} from './leakage-rules.ts';
import type { CodedMessage } from '../coded-message.ts';
import type { LeakageCode, LeakageFinding, LeakageInput, RawColumn, LeakageVerdict } from './leakage-finding.ts';

const NEVER_ALLOWED = 'It is among the allowed fields, but only what is suspect can be allowed.';
const SEVERITY: Record<LeakageVerdict, number> = { fine: 0, suspect: 1, excluded: 2 };

/**
 * What speaks against each field before a model may use it: one finding for every column and every field left out, the
 * gravest first. The rules know no field by name; each gives its evidence in a sentence, and by code. Give the training part only, so
 * that the choice of fields has not seen the rows it is measured on.
 */
export function leakageFindings(given: LeakageInput): readonly LeakageFinding[] {
  const input = lastRowOfEachGroup(given);
  const leftOut = new Map((input.leftOut ?? []).map(({ field, reason }) => [field, reason]));
  const examined = input.columns.filter(({ field }) => !leftOut.has(field)).map((column) => findingOf(column, input));
  const excluded = [...leftOut].map(([field, reason]): LeakageFinding => ({
    field,
    verdict: 'excluded',
    evidence: `It ${reason}.`,
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

/** The last row of each group. */
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

function findingOf(column: RawColumn, input: LeakageInput): LeakageFinding {
  const { labels, changes, allow = [] } = input;
  const converted = countConverted(labels);
  if (converted === 0 || converted === labels.length) {
    const evidence = 'One outcome only: nothing can be told of it.';
    return { field: column.field, verdict: 'fine', evidence, told: [{ code: 'one_outcome', values: [] }] };
  }
  const auc = singleColumnAuc(column, labels);
  const opinions = [
    predictsTooWell(auc, labels),
    filledForConverted(column, input),
    emptinessPredicts(column, input),
    tickedForConverted(column, input),
    datesAreLater(column, input),
    followsCreation(column, input),
    changesAtOutcome(changes?.find(({ field }) => field === column.field)),
  ].filter((opinion) => opinion !== undefined);
  const verdict = opinions.reduce<LeakageVerdict>(
    (gravest, opinion) => (SEVERITY[opinion.verdict] > SEVERITY[gravest] ? opinion.verdict : gravest),
    'fine',
  );
  const evidence =
    opinions.length > 0
      ? opinions.map((opinion) => opinion.evidence).join(' ')
      : `Alone it reaches AUC ${auc.toFixed(2)}; nothing speaks against it.`;
  const told: readonly CodedMessage<LeakageCode>[] =
    opinions.length > 0 ? opinions.map((opinion) => opinion.told) : [{ code: 'nothing_against', values: [auc] }];
  const finding: LeakageFinding = { field: column.field, verdict, evidence, told, auc };
  if (!allow.includes(column.field)) return finding;
  if (verdict === 'suspect') return { ...finding, allowed: true };
  if (verdict !== 'excluded') return finding;
  const never = { code: 'never_allowed', values: [] } as const;
  return { ...finding, allowed: false, evidence: `${evidence} ${NEVER_ALLOWED}`, told: [...told, never] };
}
