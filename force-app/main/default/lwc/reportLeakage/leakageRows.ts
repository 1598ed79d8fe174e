import type { TrainingReport } from '@leadlight/contract';
import { formatMeasure, labelsByField, createFieldNamer } from 'c/reportFormat';
import { fill } from 'c/scoreFormat';
import { joinMessages, type LocalizedText } from 'c/localizedMessages';
import { labels } from './labels';

type Finding = NonNullable<TrainingReport['leakage']>['findings'][number];

export interface LeakageRow {
  readonly key: string;
  readonly fields: string;
  readonly verdict: string;
  readonly tagClass: string;
  /** Empty if it was not measured. */
  readonly auc: string;
  readonly evidence: LocalizedText;
}

/**
 * Findings against fields, measured ones first. Fields with the same evidence share a row.
 * @param fieldLabels the org's labels by API name
 */
export function leakageRows(
  { leakage, features }: TrainingReport,
  fieldLabels: Readonly<Record<string, string>>,
): readonly LeakageRow[] {
  const nameOf = createFieldNamer(features, { ...labelsByField(leakage?.findings), ...fieldLabels });
  const groups = new Map<string, Finding[]>();
  for (const finding of leakage?.findings ?? []) {
    if (finding.verdict === 'fine') continue;
    const key = JSON.stringify([verdictOf(finding), finding.auc, finding.evidence]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups]
    .map(([key, findings]) => ({ key, findings, first: findings[0]! }))
    .sort((a, b) => (b.first.auc ?? 0) - (a.first.auc ?? 0))
    .map(({ key, findings, first }) => ({
      key,
      fields: findings.map(({ field }) => nameOf(field)).join(', '),
      verdict: verdictOf(first),
      tagClass: first.verdict === 'suspect' ? 'tag tag-suspect' : 'tag',
      auc: typeof first.auc === 'number' ? fill(labels.aucAlone, formatMeasure(first.auc, 2)) : '',
      evidence: joinMessages(first.evidence, nameOf),
    }));
}

function verdictOf({ verdict, allowed }: Finding): string {
  if (verdict === 'excluded') return labels.excluded;
  return allowed ? labels.allowed : labels.suspect;
}

export const countFine = ({ leakage }: TrainingReport): number =>
  leakage?.findings.filter(({ verdict }) => verdict === 'fine').length ?? 0;
