import type { ScoringSettings } from '@leadlight/contract';
import { neverReason, type FeatureSpec, type LeadField } from '@leadlight/lead-features';
import { featuresNamed, namesOf, possibleFeatures } from './known-features.ts';
import { pointerTo, type SettingsProblem } from './settings-error.ts';

/** What the settings are held against: the org's fields and the features they could give. */
interface Known {
  readonly fields: readonly LeadField[];
  readonly features: readonly FeatureSpec[];
  readonly names: ReadonlySet<string>;
}

const FIELD_LISTS = ['excludedFields', 'includedFields', 'allowedFields'] as const;
/** Learners that heed order, pairs kept apart and class weight. */
const GROWN: readonly string[] = ['best', 'forest', 'boosting'];

/** Everything in the settings that names what the org does not have, or that contradicts itself. */
export function settingsProblems(settings: ScoringSettings, fields: readonly LeadField[]): readonly SettingsProblem[] {
  const features = possibleFeatures(fields);
  const names = new Set([...fields.map(({ name }) => name), ...features.flatMap(namesOf)]);
  const known = { fields, features, names };
  return [
    ...FIELD_LISTS.flatMap((list) => listProblems(list, settings, known)),
    ...contradictions(settings),
    ...segmentProblems(settings, known),
    ...constraintProblems(settings, known),
    ...pointsProblems(settings, known),
  ];
}

function listProblems(
  list: (typeof FIELD_LISTS)[number],
  { [list]: named, excludedFields }: ScoringSettings,
  known: Known,
): SettingsProblem[] {
  return named.flatMap((name, place) => {
    const pointer = pointerTo(list, place);
    const never = list === 'excludedFields' ? undefined : neverReason(name);
    if (!known.names.has(name)) return [{ pointer, detail: unknown(name, known) }];
    if (never !== undefined)
      return [{ pointer, detail: `${name} ${never}; it is never used. Strike it from the list.` }];
    return list !== 'excludedFields' && excludedFields.includes(name)
      ? [{ pointer, detail: `${name} is excluded as well: strike it from one of the two lists.` }]
      : [];
  });
}

function contradictions({
  dealValue,
  callCost,
  learner,
  monotone,
  apart,
  classWeight,
}: ScoringSettings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if ((dealValue === null) !== (callCost === null)) {
    const pointer = dealValue === null ? '/dealValue' : '/callCost';
    problems.push({ pointer, detail: 'The value of a deal and the cost of a call go together: give both or neither.' });
  } else if (dealValue !== null && callCost! >= dealValue) {
    problems.push({
      pointer: '/callCost',
      detail: 'A call costs as much as a deal is worth, so no call ever pays: check both.',
    });
  }
  const isConstrained = Object.keys(monotone).length > 0 || apart.length > 0 || classWeight !== 1;
  if (isConstrained && !GROWN.includes(learner)) {
    problems.push({
      pointer: '/learner',
      detail: `${learner} heeds neither monotone fields nor pairs kept apart nor a class weight: choose best, forest or boosting, or take them back.`,
    });
  }
  return problems;
}

function segmentProblems({ segmentField }: ScoringSettings, known: Known): SettingsProblem[] {
  if (segmentField === null) return [];
  const pointer = '/segmentField';
  const meant = featuresNamed(known.features, segmentField);
  if (meant.length === 0) return [{ pointer, detail: unknown(segmentField, known) }];
  return meant.some(({ kind }) => kind === 'categorical')
    ? []
    : [{ pointer, detail: `${segmentField} has no categories, so it parts no segments: choose a picklist field.` }];
}

function constraintProblems({ monotone, apart }: ScoringSettings, known: Known): SettingsProblem[] {
  const ordered = Object.keys(monotone).flatMap((name) => {
    const pointer = pointerTo('monotone', name);
    const meant = featuresNamed(known.features, name);
    if (meant.length === 0) return [{ pointer, detail: unknown(name, known) }];
    return meant.some(({ kind }) => kind === 'numeric')
      ? []
      : [
          {
            pointer,
            detail: `${name} is no number, so it has no more and no less: only numeric fields can be monotone.`,
          },
        ];
  });
  const parted = apart.flatMap((pair, place) => {
    const absent = pair.find((name) => featuresNamed(known.features, name).length === 0);
    if (absent !== undefined) return [{ pointer: pointerTo('apart', place), detail: unknown(absent, known) }];
    return pair[0] === pair[1]
      ? [
          {
            pointer: pointerTo('apart', place),
            detail: `${pair[0]} cannot be kept apart from itself: name two fields.`,
          },
        ]
      : [];
  });
  return [...ordered, ...parted];
}

function pointsProblems({ pointsTable }: ScoringSettings, { features }: Known): SettingsProblem[] {
  return (pointsTable ?? []).flatMap(({ feature: name, when }, place) => {
    const pointer = pointerTo('pointsTable', place, 'feature');
    const feature = features.find((candidate) => candidate.name === name);
    if (!feature) {
      const detail = `No feature is called ${name}. Features: ${listed(features.map((candidate) => candidate.name))}.`;
      return [{ pointer, detail }];
    }
    const isOfWords = feature.kind === 'categorical';
    if ('missing' in when || 'is' in when === isOfWords) return [];
    const detail = isOfWords
      ? `${name} holds words: its condition is a list of words (is) or missing.`
      : `${name} holds numbers: its condition is atLeast, below or missing.`;
    return [{ pointer: pointerTo('pointsTable', place, 'when'), detail }];
  });
}

function unknown(name: string, { names }: Known): string {
  const wanted = name.toLowerCase();
  const near = [...names].find(
    (candidate) => candidate.toLowerCase() === wanted || candidate.toLowerCase() === `${wanted}__c`,
  );
  return near === undefined
    ? `The org has no field or feature called ${name}: check the spelling, or sync again if it is new.`
    : `The org has no field or feature called ${name}. Did you mean ${near}?`;
}

const listed = (texts: readonly string[]): string => texts.slice(0, 40).join(', ');
