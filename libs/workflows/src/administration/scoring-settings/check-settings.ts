import type { ScoringSettings } from '@leadlight/contract';
import { findForbiddenReason, type LeadField } from '@leadlight/lead-features';
import {
  constraintProblems,
  formatList,
  unknownName,
  unsupportedConstraintProblems,
  unusableName,
  valueProblems,
  type RegisteredNames,
} from './constraint-problems.ts';
import { featuresNamed, namesOf, possibleFeatures } from './named-features.ts';
import { pointerTo, type SettingsProblem } from './settings-problem.ts';

const FIELD_LISTS = ['excludedFields', 'includedFields', 'allowedFields'] as const;

/** Settings that use unknown names or contradict each other. */
export function settingsProblems(settings: ScoringSettings, fields: readonly LeadField[]): readonly SettingsProblem[] {
  const features = possibleFeatures(fields);
  const names = new Set([...fields.map(({ name }) => name), ...features.flatMap(namesOf)]);
  const registered: RegisteredNames = { owner: 'org', features, names };
  return [
    ...FIELD_LISTS.flatMap((list) => listProblems(list, settings, registered)),
    ...historyProblems(settings, fields),
    ...missingValueProblems(settings),
    ...unsupportedConstraintProblems(settings),
    ...closedStatusProblems(settings),
    ...groupProblems(settings, registered),
    ...segmentProblems(settings, registered),
    ...constraintProblems(settings, registered),
    ...pointsProblems(settings, registered),
  ];
}

function listProblems(
  list: (typeof FIELD_LISTS)[number],
  { [list]: listed, excludedFields }: ScoringSettings,
  registered: RegisteredNames,
): SettingsProblem[] {
  return listed.flatMap((name, index) => {
    const pointer = pointerTo(list, index);
    if (!registered.names.has(name)) return [{ pointer, detail: unknownName(name, registered) }];
    if (list === 'excludedFields') return [];
    const forbidden = findForbiddenReason(name);
    if (forbidden !== undefined) {
      return [{ pointer, detail: `${name} can never be used. ${forbidden.english} Remove it from the list.` }];
    }
    return excludedFields.includes(name)
      ? [{ pointer, detail: `${name} is excluded as well: remove it from one of the two lists.` }]
      : [];
  });
}

function historyProblems({ historySince }: ScoringSettings, fields: readonly LeadField[]): SettingsProblem[] {
  return Object.keys(historySince).flatMap((name) => {
    const field = fields.find((each) => each.name === name);
    if (field?.past.kind === 'tracked') return [];
    const detail = field
      ? `The history of ${name} is not tracked, so nothing is known of its past: turn on field history tracking for it.`
      : `The org has no lead field called ${name}.`;
    return [{ pointer: pointerTo('historySince', name), detail }];
  });
}

function missingValueProblems({ dealValue, callCost }: ScoringSettings): readonly SettingsProblem[] {
  if (dealValue !== null && callCost !== null) return valueProblems(dealValue, callCost);
  if (dealValue === callCost) return [];
  const pointer = dealValue === null ? '/dealValue' : '/callCost';
  return [{ pointer, detail: 'The value of a deal and the cost of a call go together: give both or neither.' }];
}

function closedStatusProblems({ closedStatuses, goal }: ScoringSettings): SettingsProblem[] {
  return (closedStatuses ?? []).flatMap((status, index) =>
    goal.kind === 'status' && goal.status === status
      ? [{ pointer: pointerTo('closedStatuses', index), detail: `${status} is the goal: remove it from the list.` }]
      : [],
  );
}

const groupProblems = ({ groupFields = [] }: ScoringSettings, registered: RegisteredNames): SettingsProblem[] =>
  groupFields.flatMap((name, index) =>
    registered.names.has(name)
      ? []
      : [{ pointer: pointerTo('groupFields', index), detail: unknownName(name, registered) }],
  );

function segmentProblems({ segmentField }: ScoringSettings, registered: RegisteredNames): SettingsProblem[] {
  if (segmentField === null) return [];
  const pointer = '/segmentField';
  const features = featuresNamed(registered.features, segmentField);
  if (features.length === 0) return [{ pointer, detail: unusableName(segmentField, registered) }];
  return features.some(({ kind }) => kind === 'categorical')
    ? []
    : [{ pointer, detail: `${segmentField} has no categories, so it forms no segments: choose a picklist field.` }];
}

function pointsProblems({ pointsTable }: ScoringSettings, { features }: RegisteredNames): SettingsProblem[] {
  return (pointsTable ?? []).flatMap(({ feature: name, condition }, index) => {
    const feature = features.find((each) => each.name === name);
    if (!feature) {
      const detail = `No feature is called ${name}. Features: ${formatList(features.map((each) => each.name))}.`;
      return [{ pointer: pointerTo('pointsTable', index, 'feature'), detail }];
    }
    const isCategorical = feature.kind === 'categorical';
    if ('missing' in condition || 'is' in condition === isCategorical) return [];
    const detail = isCategorical
      ? `${name} is a category: its condition is a list of words (is) or missing.`
      : `${name} is a number: its condition is atLeast, below or missing.`;
    return [{ pointer: pointerTo('pointsTable', index, 'condition'), detail }];
  });
}
