import type { ScoringSettings, ScoringSettingsChange, ScoringSettingsState } from '@leadlight/contract';
import { fill } from 'c/scoreFormat';
import { labels } from './labels';

interface Option {
  readonly value: string;
  readonly label: string;
  readonly selected: boolean;
}

const GOALS: readonly (readonly [ScoringSettings['goal']['kind'], string])[] = [
  ['converted', labels.goalConverted],
  ['opportunity', labels.goalOpportunity],
  ['won', labels.goalWon],
  ['status', labels.goalStatus],
];

const LEARNERS: readonly (readonly [ScoringSettings['learner'], string])[] = [
  ['best', labels.learnerBest],
  ['forest', labels.learnerForest],
  ['boosting', labels.learnerBoosting],
  ['blend', labels.learnerBlend],
  ['logistic', labels.learnerLogistic],
  ['naive-bayes', labels.learnerBayes],
  ['ml-random-forest', labels.learnerMl],
  ['rules', labels.learnerRules],
  ['base-rate', labels.learnerBaseRate],
];

/** The label of each setting on this page. */
const SETTING_LABELS: Readonly<Partial<Record<keyof ScoringSettings, string>>> = {
  goal: labels.goal,
  horizonDays: labels.horizon,
  learner: labels.learner,
  groupFields: labels.groups,
  segmentField: labels.segment,
  threshold: labels.threshold,
  capacityPerWeek: labels.capacity,
  dealValue: labels.dealValue,
  callCost: labels.callCost,
  excludedFields: labels.fields,
  includedFields: labels.fields,
  allowedFields: labels.fields,
  pointsTable: labels.points,
  bandShares: labels.bands,
};

const BANDS = ['A', 'B', 'C', 'D'] as const;
/** The inputs of shares are named by this and the band. */
const BAND_INPUT = 'bandShares.';

const options = (choices: readonly (readonly [string, string])[], chosen: string): Option[] =>
  choices.map(([value, label]) => ({ value, label, selected: value === chosen }));

const textOf = (number: number | null): string => (number === null ? '' : String(number));

/** The settings as the inputs of the page show them. */
export const toForm = ({ goal, ...settings }: ScoringSettings, { fields }: ScoringSettingsState) => ({
  goals: options(GOALS, goal.kind),
  asksStatus: goal.kind === 'status',
  status: goal.kind === 'status' ? goal.status : '',
  horizon: textOf(settings.horizonDays),
  learners: options(LEARNERS, settings.learner),
  segments: options(
    [
      ['', labels.noSegment],
      ...fields.filter(({ use }) => use === 'in').map(({ field, label }) => [field, label] as const),
    ],
    settings.segmentField ?? '',
  ),
  groups: (settings.groupFields ?? []).join(', '),
  threshold: textOf(Number((settings.threshold * 100).toFixed(4))),
  capacity: textOf(settings.capacityPerWeek),
  dealValue: textOf(settings.dealValue),
  callCost: textOf(settings.callCost),
  ...bandForm(settings.bandShares),
});

/** The share of each band, and their sum, which must be 100. */
function bandForm(shares: ScoringSettings['bandShares']) {
  const sum = BANDS.reduce((total, band) => total + shares[band], 0);
  return {
    bands: BANDS.map((band) => ({
      name: `${BAND_INPUT}${band}`,
      label: fill(labels.band, band),
      share: String(shares[band]),
    })),
    bandSum: fill(labels.bandsSum, sum),
    bandsClass: sum === 100 ? 'quiet' : 'notice-error',
  };
}

/** The settings after `text` was entered in the input of this name. */
export function withInput(settings: ScoringSettings, name: string, text: string): ScoringSettings {
  const number = text.trim() === '' ? null : Number(text);
  const band = BANDS.find((each) => name === `${BAND_INPUT}${each}`);
  if (band) return { ...settings, bandShares: { ...settings.bandShares, [band]: number ?? 0 } };
  switch (name) {
    case 'goal': {
      const kind = text as ScoringSettings['goal']['kind'];
      return { ...settings, goal: kind === 'status' ? { kind, status: '' } : { kind } };
    }
    case 'status':
      return { ...settings, goal: { kind: 'status', status: text.trim() } };
    case 'learner':
      return { ...settings, learner: text as ScoringSettings['learner'] };
    case 'segmentField':
      return { ...settings, segmentField: text === '' ? null : text };
    case 'groupFields':
      return {
        ...settings,
        groupFields: text
          .split(',')
          .map((field) => field.trim())
          .filter((field) => field !== ''),
      };
    case 'threshold':
      return { ...settings, threshold: (number ?? 0) / 100 };
    case 'horizonDays':
    case 'capacityPerWeek':
    case 'dealValue':
    case 'callCost':
      return { ...settings, [name]: number };
    default:
      return settings;
  }
}

/** Adds a field to one of the lists, or removes it. */
export function withField(
  settings: ScoringSettings,
  list: 'excludedFields' | 'includedFields' | 'allowedFields',
  field: string,
  listed: boolean,
): ScoringSettings {
  const others = settings[list].filter((name) => name !== field);
  return { ...settings, [list]: listed ? [...others, field] : others };
}

/** Lists of field names are sets, so their order does not matter. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) && value.every((each) => typeof each === 'string') ? [...value].sort() : value);

/** Only the settings that differ. */
export function changedSettings(before: ScoringSettings, after: ScoringSettings): ScoringSettingsChange {
  const names = Object.keys(after) as (keyof ScoringSettings)[];
  const changed = names.filter((name) => canonicalJson(before[name]) !== canonicalJson(after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]])) as ScoringSettingsChange;
}

/** The labels of the changed settings, each once. */
export const settingNames = (change: ScoringSettingsChange): readonly string[] => [
  ...new Set(Object.keys(change).map((name) => SETTING_LABELS[name as keyof ScoringSettings] ?? name)),
];
