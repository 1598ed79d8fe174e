import type { FieldGroups, LeakageFinding, MeasureIntervals, Metrics } from '@leadlight/evaluation';
import { formatDay, formatMinute } from '../dates.ts';
import { groupSentence, groupTitle } from '../html/group-section.ts';
import { goalWords } from '../model-report/goal-words.ts';
import type { GoalKind, TrainingFact } from '../model-report/model-report-input.ts';

/** An act of a person, or of the program, that put a model into use. */
export interface CardApproval {
  readonly at: number;
  readonly actor: string;
  readonly act: 'activated' | 'approved';
  /** What the person who approved it wrote. */
  readonly note?: string;
}

/** What a card is made of: a model's entry, the report that its training stored, and the audit log. Members that older reports lack are absent. */
export interface ModelCardInput {
  readonly model: {
    readonly id: string;
    readonly version: number;
    readonly learner: string;
    readonly trainedAt: number;
    readonly active: boolean;
  };
  readonly title?: string;
  readonly goal?: GoalKind;
  readonly horizonDays?: number;
  readonly verdict?: { readonly level: string; readonly reasons: readonly { readonly english: string }[] };
  readonly holdout?: Metrics & { readonly intervals?: MeasureIntervals };
  readonly split?: { readonly sentence?: string };
  readonly comparison?: string;
  readonly features?: readonly { readonly label: string; readonly field: string }[];
  readonly leakage?: { readonly findings: readonly LeakageFinding[] };
  readonly groups?: readonly FieldGroups[];
  readonly facts?: readonly TrainingFact[];
  /** Of the settings in force: lead fields that an administrator excluded. */
  readonly excludedFields: readonly string[];
  readonly approvals: readonly CardApproval[];
  readonly softwareVersion: string;
  readonly writtenAt: number;
}

export interface CardTable {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface CardSection {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly items?: readonly string[];
  readonly tables?: readonly CardTable[];
}

/** A model card as sections of text, which `cardHtml` and `cardMarkdown` write. @source Mitchell et al. 2019, "Model Cards for Model Reporting" */
export interface ModelCard {
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly CardSection[];
}

const isMeasured = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && !Number.isNaN(value);
const number = (value: number | null | undefined, digits = 3): string =>
  isMeasured(value) ? value.toFixed(digits) : 'not measured';
const percent = (share: number | null | undefined): string =>
  isMeasured(share) ? `${(100 * share).toFixed(1)} %` : 'not measured';
const count = (value: number): string => value.toLocaleString('en');

export function modelCardOf(input: ModelCardInput): ModelCard {
  const { model, title } = input;
  return {
    title: `Model card: lead scoring model version ${model.version}`,
    subtitle: [title, `${model.active ? 'active' : 'not active'}, written ${formatMinute(input.writtenAt)}`]
      .filter((part) => part !== undefined)
      .join(' · '),
    sections: [
      useSection(input),
      dataSection(input),
      measureSection(input),
      groupsSection(input),
      limitsSection(input),
      approvalSection(input),
      versionSection(input),
    ],
  };
}

function useSection({ goal, horizonDays }: ModelCardInput): CardSection {
  const words = goalWords({ goal });
  const within = horizonDays === undefined ? '' : ` within ${horizonDays} days`;
  return {
    title: 'Intended use',
    paragraphs: [
      `The model estimates for each open lead the probability that it ${words.would}${within}. The score from 1 to 99 is the lead’s rank among the open leads. Sales teams use it to decide which leads to work on first.`,
      'It is not intended for decisions about a person’s rights, credit, employment, price or access to a service, nor for removing leads without a person’s decision. A high score is an estimate from past leads, not a promise.',
    ],
  };
}

function dataSection({ split, facts = [], features = [], leakage, excludedFields }: ModelCardInput): CardSection {
  const leftOut = (leakage?.findings ?? []).filter(
    ({ verdict, allowed }) => verdict === 'excluded' || (verdict === 'suspect' && allowed !== true),
  );
  const fields = [...new Set(features.map(({ label }) => label))];
  return {
    title: 'Data',
    paragraphs: [
      'The model learned from this company’s own leads, as they were known at several ages, and from outcomes whose whole horizon had passed.',
      ...(split?.sentence === undefined ? [] : [split.sentence]),
      fields.length > 0
        ? `It reads ${fields.length} features, the strongest first: ${fields.join(', ')}.`
        : 'What it reads is not recorded.',
      leftOut.length > 0
        ? `Left out because they reveal or may reveal the outcome: ${leftOut.map(({ label, field }) => label ?? field).join(', ')}.`
        : 'No field was found that reveals the outcome.',
      excludedFields.length > 0
        ? `Excluded by an administrator, as the settings are now: ${excludedFields.join(', ')}.`
        : 'No field is excluded by an administrator, as the settings are now.',
    ],
    ...(facts.length > 0 && {
      tables: [
        {
          caption: 'Settings and counts of the training.',
          header: ['', ''],
          rows: facts.map(({ name, value }) => [name, value]),
        },
      ],
    }),
  };
}

function measureSection({ holdout, verdict, comparison }: ModelCardInput): CardSection {
  if (!holdout || !(holdout.rows > 0)) {
    return {
      title: 'Measures',
      paragraphs: ['Nothing was measured: too few outcomes were known, or another program trained the model.'],
    };
  }
  const { intervals } = holdout;
  const range = (name: 'auc' | 'prAuc' | 'logLoss' | 'brier' | 'ece' | 'lift', digits = 3) =>
    intervals?.[name] && isMeasured(intervals[name].low)
      ? `${number(intervals[name].low, digits)} to ${number(intervals[name].high, digits)}`
      : 'not measured';
  const { threshold, precision, recall } = holdout.decisions;
  return {
    title: 'Measures',
    paragraphs: [
      ...(verdict
        ? [`Verdict: ${verdict.level}. ${verdict.reasons.map(({ english }) => english).join(' ')}`.trim()]
        : []),
      `Measured on ${count(holdout.rows)} rows that the model did not learn from, ${count(holdout.converted)} of them successful.`,
      ...(comparison === undefined ? [] : [comparison]),
    ],
    tables: [
      {
        caption: 'Ranges are 90 % intervals, bootstrapped by lead.',
        header: ['measure', 'value', '90 % range'],
        rows: [
          ['AUC', number(holdout.auc), range('auc')],
          ['PR-AUC', number(holdout.prAuc), range('prAuc')],
          ['log loss', number(holdout.logLoss, 4), range('logLoss', 4)],
          ['Brier score', number(holdout.brier, 4), range('brier', 4)],
          ['calibration error', number(holdout.ece, 4), range('ece', 4)],
          ['lift in the top tenth', number(holdout.lift, 2), range('lift', 2)],
          [`precision from ${percent(threshold)} on`, percent(precision), '–'],
          [`recall from ${percent(threshold)} on`, percent(recall), '–'],
        ],
      },
    ],
  };
}

function groupsSection({ groups = [], goal }: ModelCardInput): CardSection {
  if (groups.length === 0) {
    return {
      title: 'Groups',
      paragraphs: [
        'Groups of leads were not compared: no administrator had named a field for it when the model was trained (setting "groups").',
      ],
    };
  }
  const { success } = goalWords({ goal });
  return {
    title: 'Groups',
    paragraphs: [
      'Groups of fewer than 30 leads are not shown.',
      ...groups.map((field) => `${field.label ?? field.field}: ${groupSentence(field)}`),
    ],
    tables: groups.map((field) => ({
      caption: `By ${field.label ?? field.field}; 90 % ranges by lead.`,
      header: ['group', 'rows', 'share', 'expected', success, '90 % range', 'AUC', 'missed', 'called in vain'],
      rows: field.groups.map((group) => [
        groupTitle(group),
        count(group.rows),
        percent(group.share),
        percent(group.expected),
        percent(group.actual.value),
        `${percent(group.actual.interval.low)} to ${percent(group.actual.interval.high)}`,
        number(group.auc.value),
        percent(group.missed.value),
        percent(group.falseCalls.value),
      ]),
    })),
  };
}

function limitsSection({ verdict, horizonDays }: ModelCardInput): CardSection {
  return {
    title: 'Limits',
    paragraphs: [],
    items: [
      ...(verdict?.reasons ?? []).map(({ english }) => english),
      'Reasons and what-if answers describe associations in past leads. They do not show that a change of a value causes another outcome.',
      'A category that did not occur in training, and a field that is empty or lost, count as not known.',
      horizonDays === undefined
        ? 'The horizon of the prediction is not recorded.'
        : `Outcomes later than ${horizonDays} days are not predicted, and a change of the market is noticed only with the outcomes that follow it.`,
      'People who act on scores change the outcomes that the next model learns from.',
      'The figures hold for leads like those of the past. Whether the score helps sales is a question for an experiment, not for this card.',
    ],
  };
}

function approvalSection({ approvals }: ModelCardInput): CardSection {
  const approved = approvals.filter(({ act }) => act === 'approved');
  return {
    title: 'Approval',
    paragraphs: [
      approved.length > 0
        ? `Approved by ${approved.map(({ actor }) => actor).join(', ')}.`
        : 'No person has approved this model ("leadlight models approve").',
    ],
    ...(approvals.length > 0 && {
      tables: [
        {
          caption: 'From the audit log.',
          header: ['when', 'what', 'who', 'note'],
          rows: approvals.map(({ at, act, actor, note }) => [formatMinute(at), act, actor, note ?? '–']),
        },
      ],
    }),
  };
}

const versionSection = ({ model, softwareVersion }: ModelCardInput): CardSection => ({
  title: 'Versions',
  paragraphs: [],
  tables: [
    {
      caption: 'The id is the beginning of the SHA-256 of the model file.',
      header: ['', ''],
      rows: [
        ['model version', String(model.version)],
        ['model id', model.id],
        ['learner', model.learner],
        ['trained', formatDay(model.trainedAt)],
        ['Leadlight', softwareVersion],
      ],
    },
  ],
});
