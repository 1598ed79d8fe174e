import type { ScoringSettings } from '@leadlight/contract';
import { findForbiddenReason, type LeadField } from '@leadlight/lead-features';
import {
  constraintProblems,
  unsupportedConstraintProblems,
  listed,
  unknownName,
  unusableName,
  valueProblems,
  type RegisteredNames,
} from './constraint-problems.ts';
import { featuresNamed, namesOf, possibleFeatures } from './named-features.ts';
import { pointerTo, type SettingsProblem } from './settings-error.ts';

const FIELD_LISTS = ['excludedFields', 'includedFields', 'allowedFields'] as const;

/** Everything in the settings that names what the org does not have, or that contradicts itself. */
export function settingsProblems(settings: ScoringSettings, fields: readonly LeadField[]): readonly SettingsProblem[] {
  const features = possibleFeatures(fields);
  const names = new Set([...fields.map(({ name }) => name), ...features.flatMap(namesOf)]);
  const known: RegisteredNames = { owner: 'org', features, names };
  return [
    ...FIELD_LISTS.flatMap((list) => listProblems(list, settings, known)),
    ...missingValueProblems(settings),
    ...unsupportedConstraintProblems(settings),
    ...segmentProblems(settings, known),
    ...constraintProblems(settings, known),
    ...pointsProblems(settings, known),
  ];
}

function listProblems(
  list: (typeof FIELD_LISTS)[number],
  { [list]: named, excludedFields }: ScoringSettings,
  known: RegisteredNames,
): SettingsProblem[] {
  return named.flatMap((name, place) => {
    const pointer = pointerTo(list, place);
    const never = list === 'excludedFields' ? undefined : findForbiddenReason(name);
    if (!known.names.has(name)) return [{ pointer, detail: unknownName(name, known) }];
    if (never !== undefined)
      return [{ pointer, detail: `${name} can never be used. ${never.english} Remove it from the list.` }];
    return list !== 'excludedFields' && excludedFields.includes(name)
      ? [{ pointer, detail: `${name} is excluded as well: strike it from one of the two lists.` }]
      : [];
  });
}

function missingValueProblems({ dealValue, callCost }: ScoringSettings): readonly SettingsProblem[] {
  if (dealValue !== null && callCost !== null) return valueProblems(dealValue, callCost);
  if (dealValue === callCost) return [];
  const pointer = dealValue === null ? '/dealValue' : '/callCost';
  return [{ pointer, detail: 'The value of a deal and the cost of a call go together: give both or neither.' }];
}

function segmentProblems({ segmentField }: ScoringSettings, known: RegisteredNames): SettingsProblem[] {
  if (segmentField === null) return [];
  const pointer = '/segmentField';
  const meant = featuresNamed(known.features, segmentField);
  if (meant.length === 0) return [{ pointer, detail: unusableName(segmentField, known) }];
  return meant.some(({ kind }) => kind === 'categorical')
    ? []
    : [{ pointer, detail: `${segmentField} has no categories, so it parts no segments: choose a picklist field.` }];
}

function pointsProblems({ pointsTable }: ScoringSettings, { features }: RegisteredNames): SettingsProblem[] {
  return (pointsTable ?? []).flatMap(({ feature: name, condition }, place) => {
    const pointer = pointerTo('pointsTable', place, 'feature');
    const feature = features.find((candidate) => candidate.name === name);
    if (!feature) {
      const detail = `No feature is called ${name}. Features: ${listed(features.map((candidate) => candidate.name))}.`;
      return [{ pointer, detail }];
    }
    const isOfWords = feature.kind === 'categorical';
    if ('missing' in condition || 'is' in condition === isOfWords) return [];
    const detail = isOfWords
      ? `${name} holds words: its condition is a list of words (is) or missing.`
      : `${name} holds numbers: its condition is atLeast, below or missing.`;
    return [{ pointer: pointerTo('pointsTable', place, 'condition'), detail }];
  });
}
