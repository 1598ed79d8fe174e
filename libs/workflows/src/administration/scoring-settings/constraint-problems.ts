import type { CodedMessage } from '@leadlight/common';
import { nearestNames, type FeatureSpec } from '@leadlight/lead-features';
import { CONSTRAINT_LEARNERS, hasConstraints } from '../../training/assessment/constrained-learners.ts';
import type { AssessSettings } from '../../training/assessment/assess.ts';
import { featuresNamed } from './named-features.ts';
import { pointerTo, type SettingsProblem } from './settings-error.ts';

/** What names in the settings are held against: an org's fields or a table's columns, and the features they could give. */
export interface RegisteredNames {
  readonly owner: 'org' | 'table';
  readonly features: readonly FeatureSpec[];
  readonly names: ReadonlySet<string>;
  /** Why a name gives no feature; a name that is not in the map is read by no feature. */
  readonly unread?: ReadonlyMap<string, CodedMessage>;
}

/** What is wrong with a name that gives no feature. */
export function unusableName(name: string, known: RegisteredNames): string {
  if (!known.names.has(name)) return unknownName(name, known);
  const why = known.unread?.get(name);
  return why === undefined
    ? `No feature reads ${name}, so no model does: remove it.`
    : `No model reads ${name}. ${why.english} Remove it.`;
}

export function unknownName(name: string, { owner, names }: RegisteredNames): string {
  const called =
    owner === 'org' ? `The org has no field or feature called ${name}` : `The table has no column called ${name}`;
  const near = nearestNames(name, names);
  if (near.length > 0) return `${called}. Did you mean ${near.join(' or ')}?`;
  return owner === 'org'
    ? `${called}: check the spelling, or sync again if it is new.`
    : `${called}; it has: ${listed([...names])}.`;
}

/** A learner that would not heed what is asked for. */
export function unsupportedConstraintProblems(
  settings: Pick<AssessSettings, 'learner' | 'monotonicConstraints' | 'interactionConstraints' | 'classWeight'>,
): readonly SettingsProblem[] {
  const { learner } = settings;
  if (!hasConstraints(settings) || learner === 'best' || CONSTRAINT_LEARNERS.includes(learner)) return [];
  const detail = `${learner} heeds neither monotone fields nor pairs kept apart nor a class weight: choose best, forest or boosting, or take them back.`;
  return [{ pointer: '/learner', detail }];
}

/** A call that costs as much as it can bring. */
export const valueProblems = (deal: number, call: number): readonly SettingsProblem[] =>
  call < deal
    ? []
    : [
        {
          pointer: '/callCost',
          detail: 'A call costs as much as a deal is worth, so no call ever pays: check both.',
        },
      ];

/** Names that are to be monotone or kept apart and cannot be. */
export const constraintProblems = (
  {
    monotonicConstraints = {},
    interactionConstraints = [],
  }: Pick<AssessSettings, 'monotonicConstraints' | 'interactionConstraints'>,
  known: RegisteredNames,
): readonly SettingsProblem[] => [
  ...Object.keys(monotonicConstraints).flatMap((name) => monotonicProblem(name, known)),
  ...interactionConstraints.flatMap((pair, place) =>
    interactionProblem(pair, pointerTo('interactionConstraints', place), known),
  ),
];

function monotonicProblem(name: string, known: RegisteredNames): readonly SettingsProblem[] {
  const pointer = pointerTo('monotonicConstraints', name);
  const meant = featuresNamed(known.features, name);
  if (meant.length === 0) return [{ pointer, detail: unusableName(name, known) }];
  if (meant.some(({ kind }) => kind === 'numeric')) return [];
  const detail = `${name} is no number, so it has no more and no less: only numeric fields can be monotone.`;
  return [{ pointer, detail }];
}

function interactionProblem(
  pair: readonly [string, string],
  pointer: string,
  known: RegisteredNames,
): readonly SettingsProblem[] {
  const absent = pair.find((name) => featuresNamed(known.features, name).length === 0);
  if (absent !== undefined) return [{ pointer, detail: unusableName(absent, known) }];
  if (pair[0] !== pair[1]) return [];
  return [{ pointer, detail: `${pair[0]} cannot be kept apart from itself: name two fields.` }];
}

export const listed = (texts: readonly string[]): string => texts.slice(0, 40).join(', ');
