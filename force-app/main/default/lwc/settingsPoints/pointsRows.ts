import type { FieldUse, PointsRule } from '@leadlight/contract';
import { catalogue } from 'c/leadFeatures';
import { featureLabel } from 'c/featureLabels';
import { fill } from 'c/scoreFormat';
import { labels } from './labels';

export type Condition = 'is' | 'atLeast' | 'below' | 'missing';

interface Option {
  readonly value: string;
  readonly label: string;
  readonly selected: boolean;
}

/** One rule as its row of inputs shows it. */
export interface PointsRow {
  readonly key: string;
  readonly index: number;
  readonly features: readonly Option[];
  readonly conditions: readonly Option[];
  readonly asksValue: boolean;
  readonly value: string;
  readonly points: string;
  readonly remove: string;
}

const CONDITIONS: readonly (readonly [Condition, string])[] = [
  ['is', labels.pointsIs],
  ['atLeast', labels.pointsAtLeast],
  ['below', labels.pointsBelow],
  ['missing', labels.pointsMissing],
];

const SEPARATOR = ';';

/** What a rule may ask of a lead: the features of the catalogue, and the org's own fields. */
const featureNames = (fields: readonly FieldUse[]): readonly (readonly [string, string])[] => [
  ...catalogue.map((feature) => [feature.name, featureLabel(feature)] as const),
  ...fields.filter(({ field }) => field.endsWith('__c')).map(({ field, label }) => [`field:${field}`, label] as const),
];

const conditionOf = (condition: PointsRule['condition']): Condition => Object.keys(condition)[0] as Condition;

export function pointsRows(rules: readonly PointsRule[], fields: readonly FieldUse[]): PointsRow[] {
  const names = featureNames(fields);
  const choose = (choices: readonly (readonly [string, string])[], chosen: string) =>
    choices.map(([value, label]) => ({ value, label, selected: value === chosen }));
  return rules.map(({ feature, condition, points }, index) => ({
    key: String(index),
    index,
    features: choose(names.some(([name]) => name === feature) ? names : [[feature, feature], ...names], feature),
    conditions: choose(CONDITIONS, conditionOf(condition)),
    asksValue: conditionOf(condition) !== 'missing',
    value: valueOf(condition),
    points: String(points),
    remove: fill(labels.pointsRemove, index + 1),
  }));
}

function valueOf(condition: PointsRule['condition']): string {
  if ('is' in condition) return condition.is.join(`${SEPARATOR} `);
  if ('atLeast' in condition) return String(condition.atLeast);
  return 'below' in condition ? String(condition.below) : '';
}

/** The rule after `text` was entered in one input of its row. */
export function enteredRule(rule: PointsRule, input: string, text: string): PointsRule {
  if (input === 'feature') return { ...rule, feature: text };
  if (input === 'points') return { ...rule, points: Number(text) };
  if (input === 'condition') return { ...rule, condition: conditionFrom(text as Condition, valueOf(rule.condition)) };
  return { ...rule, condition: conditionFrom(conditionOf(rule.condition), text) };
}

function conditionFrom(kind: Condition, text: string): PointsRule['condition'] {
  if (kind === 'missing') return { missing: true };
  if (kind === 'is') return { is: text.split(SEPARATOR).map((each) => each.trim()) };
  const number = Number.isNaN(Number(text)) ? 0 : Number(text);
  return kind === 'atLeast' ? { atLeast: number } : { below: number };
}

/** What a new row begins with. */
export const newRule: PointsRule = { feature: 'lead_source', condition: { is: [''] }, points: 0 };
