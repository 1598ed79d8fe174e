import type { ComparedMeasure, FieldGroups, GroupMeasures, MeasuredShare } from '@leadlight/evaluation';
import { goalWords } from '../model-report/goal-words.ts';
import type { ModelReport } from '../model-report/model-report.ts';
import { rowNoun } from '../model-report/sentences.ts';
import { html, table, type Markup } from './markup.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** JSON has null for what was not measured. */
const percent = (share: number | null): string =>
  share === null || Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`;

function measured({ value, interval: { low, high } }: MeasuredShare, text = percent): string {
  return text(value) === '–' ? '–' : `${text(value)} (${text(low).replace(' %', '')}–${text(high)})`;
}

const auc = (value: number | null): string => (value === null || Number.isNaN(value) ? '–' : value.toFixed(3));

/** What the leads of a group have in common, for people. */
export function groupTitle({ name }: Pick<GroupMeasures, 'name'>): string {
  if (name.kind === 'value') return name.value;
  if (name.kind === 'missing') return 'not known';
  const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 2 });
  if (name.atLeast === undefined) return `under ${number(name.below!)}`;
  return name.below === undefined
    ? `${number(name.atLeast)} and more`
    : `${number(name.atLeast)} to under ${number(name.below)}`;
}

const MEASURE_NAMES: Readonly<Record<ComparedMeasure, string>> = {
  calibration: 'calibration',
  auc: 'AUC',
  missed: 'missed',
  falseCalls: 'called in vain',
};

/** Which groups of a field the model treats differently, in one sentence. */
export function groupSentence({ groups }: FieldGroups): string {
  const different = groups.filter(({ differs }) => differs.length > 0);
  if (different.length === 0) return 'No group differs from the other leads by more than chance.';
  const named = different.map(
    (group) => `${groupTitle(group)} (${group.differs.map((measure) => MEASURE_NAMES[measure]).join(', ')})`,
  );
  return `By more than chance, these differ from the other leads: ${named.join('; ')}.`;
}

/** How the model treats the groups of leads that an administrator named. */
export function groupSection(report: ModelReport, fields: readonly FieldGroups[]): Markup {
  return html`<section>
    <h2>Groups of leads</h2>
    <p>
      Is the model as right about each group as about the others? Ranges are 90 % intervals by lead. Groups of fewer
      than 30 leads are not shown.
    </p>
    ${fields.map((field) => fieldTable(report, field))}
  </section>`;
}

function fieldTable(report: ModelReport, field: FieldGroups): Markup {
  const { success } = goalWords(report);
  const header = [
    field.label ?? field.field,
    rowNoun(report),
    'share',
    'called',
    'expected',
    success,
    'AUC',
    'missed',
    'called in vain',
    'differs in',
  ];
  const rows = field.groups.map((group) => [
    groupTitle(group),
    whole.format(group.rows),
    percent(group.share),
    measured(group.called),
    percent(group.expected),
    measured(group.actual),
    measured(group.auc, auc),
    measured(group.missed),
    measured(group.falseCalls),
    group.differs.map((measure) => MEASURE_NAMES[measure]).join(', ') || '–',
  ]);
  const { small } = field;
  const rest =
    small.groups > 0
      ? ` ${small.groups} smaller ${small.groups === 1 ? 'group' : 'groups'} with ${whole.format(small.rows)} ${rowNoun(report)} are left out.`
      : '';
  return table(`${groupSentence(field)}${rest}`, header, rows, 'sentence');
}
