import type { CodedMessage } from '@leadlight/common';
import { nearestNames, type FeatureSpec } from '@leadlight/lead-features';
import type { AssessSettings } from '../../training/assessment/assess-settings.ts';
import { CONSTRAINT_LEARNERS, hasConstraints } from '../../training/assessment/fit.ts';
import { featuresNamed } from './named-features.ts';
import { pointerTo, type SettingsProblem } from './settings-problem.ts';

/** The names that settings may use: an org's fields or a table's columns, and the features they can become. */
export interface RegisteredNames {
  readonly owner: 'org' | 'table';
  readonly features: readonly FeatureSpec[];
  readonly names: ReadonlySet<string>;
  /** Why a registered name is no feature; a name that is absent here is read by no feature. */
  readonly unread?: ReadonlyMap<string, CodedMessage>;
}

/** What is wrong with a name that no feature has. */
export function unusableName(name: string, registered: RegisteredNames): string {
  if (!registered.names.has(name)) return unknownName(name, registered);
  const reason = registered.unread?.get(name);
  return reason === undefined
    ? `No feature reads ${name}, so no model uses it: remove it.`
    : `No model uses ${name}. ${reason.english} Remove it.`;
}

export function unknownName(name: string, { owner, names }: RegisteredNames): string {
  const unknown =
    owner === 'org' ? `The org has no field or feature called ${name}` : `The table has no column called ${name}`;
  const near = nearestNames(name, names);
  if (near.length > 0) return `${unknown}. Did you mean ${near.join(' or ')}?`;
  return owner === 'org'
    ? `${unknown}: check the spelling, or sync again if it is new.`
    : `${unknown}. It has: ${formatList([...names])}.`;
}

/** Constraints that the chosen learner does not support. */
export function unsupportedConstraintProblems(
  settings: Pick<AssessSettings, 'learner' | 'monotonicConstraints' | 'forbiddenInteractions' | 'classWeight'>,
): readonly SettingsProblem[] {
  const { learner } = settings;
  if (!hasConstraints(settings) || learner === 'best' || CONSTRAINT_LEARNERS.includes(learner)) return [];
  const detail = `${learner} supports no monotonic constraints, forbidden interactions or class weight: choose best, forest, boosting or blend, or remove them.`;
  return [{ pointer: '/learner', detail }];
}

export const valueProblems = (dealValue: number, callCost: number): readonly SettingsProblem[] =>
  callCost < dealValue
    ? []
    : [
        {
          pointer: '/callCost',
          detail: 'A call costs as much as a deal is worth, so no call ever pays: check both.',
        },
      ];

/** Constraints on names that cannot have them. */
export const constraintProblems = (
  {
    monotonicConstraints = {},
    forbiddenInteractions = [],
  }: Pick<AssessSettings, 'monotonicConstraints' | 'forbiddenInteractions'>,
  registered: RegisteredNames,
): readonly SettingsProblem[] => [
  ...Object.keys(monotonicConstraints).flatMap((name) => monotonicProblem(name, registered)),
  ...forbiddenInteractions.flatMap((pair, index) =>
    interactionProblem(pair, pointerTo('forbiddenInteractions', index), registered),
  ),
];

function monotonicProblem(name: string, registered: RegisteredNames): readonly SettingsProblem[] {
  const pointer = pointerTo('monotonicConstraints', name);
  const features = featuresNamed(registered.features, name);
  if (features.length === 0) return [{ pointer, detail: unusableName(name, registered) }];
  if (features.some(({ kind }) => kind === 'numeric')) return [];
  return [{ pointer, detail: `${name} is not numeric: only numeric fields can have a monotonic constraint.` }];
}

function interactionProblem(
  pair: readonly [string, string],
  pointer: string,
  registered: RegisteredNames,
): readonly SettingsProblem[] {
  const absent = pair.find((name) => featuresNamed(registered.features, name).length === 0);
  if (absent !== undefined) return [{ pointer, detail: unusableName(absent, registered) }];
  if (pair[0] !== pair[1]) return [];
  return [{ pointer, detail: `A forbidden interaction of ${pair[0]} with itself has no effect: name two fields.` }];
}

export const formatList = (texts: readonly string[]): string => texts.slice(0, 40).join(', ');
