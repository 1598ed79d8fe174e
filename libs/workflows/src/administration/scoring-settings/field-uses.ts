import { codedMessage, type CodedMessage } from '@leadlight/common';
import type { FieldUse, ScoringSettings } from '@leadlight/contract';
import type { LeakageFinding } from '@leadlight/evaluation';
import {
  featureSchemaFor,
  findForbiddenReason,
  namesPeople,
  withHistorySince,
  type FeatureSpec,
  type LeadField,
} from '@leadlight/lead-features';
import { historyInstants } from './history-instants.ts';
import { featuresNamed, inputsOf, possibleFeatures } from './named-features.ts';

interface FieldContext {
  readonly settings: ScoringSettings;
  readonly findings: readonly LeakageFinding[];
  /** By field. */
  readonly leftOutReasons: ReadonlyMap<string, CodedMessage>;
  readonly features: readonly FeatureSpec[];
}

/**
 * Whether the model uses each field of the lead, and each feature that reads no field, and why.
 * @param findings of the active model's report; empty if there is no model
 */
export function fieldUses(
  described: readonly LeadField[],
  settings: ScoringSettings,
  findings: readonly LeakageFinding[],
): readonly FieldUse[] {
  const fields = withHistorySince(described, historyInstants(settings.historySince));
  const { includedFields: include, excludedFields: exclude } = settings;
  const { schema, leftOut } = featureSchemaFor(fields, { include, exclude });
  const leftOutReasons = new Map(leftOut.map(({ field, reason }) => [field, reason]));
  const context = { settings, findings, leftOutReasons, features: schema.features };
  const withoutField = possibleFeatures(fields).filter((feature) => inputsOf(feature).length === 0);
  return [
    ...fields.map((field) => useOf(field, context, field)),
    ...withoutField.map(({ name, label }) => useOf({ name, label }, context)),
  ];
}

function useOf({ name, label }: Pick<LeadField, 'name' | 'label'>, context: FieldContext, field?: LeadField): FieldUse {
  const { settings, leftOutReasons, features } = context;
  const finding = severestFinding(name, context);
  const verdict = finding?.verdict ?? null;
  const history = field?.past.kind === 'tracked' ? (field.past.evidence ?? []) : [];
  const common = { field: name, label, verdict, reasons: [...(finding?.evidence ?? [NOT_TRAINED_YET]), ...history] };
  const reason = leftOutReasons.get(name);
  if (reason !== undefined) {
    const list = findDecidingList(name, settings, field);
    return { ...common, use: 'out', reasons: [reason], ...listMembership(list, name, settings) };
  }
  if (field && !features.some((feature) => inputsOf(feature).includes(name))) {
    return { ...common, use: 'out', reasons: [NO_FEATURE], settingsList: null, listed: false };
  }
  if (verdict === 'excluded') return { ...common, use: 'out', settingsList: null, listed: false };
  if (verdict === 'suspect') {
    const isAllowed = settings.allowedFields.includes(name);
    return { ...common, use: isAllowed ? 'in' : 'out', settingsList: 'allowedFields', listed: isAllowed };
  }
  const list = settings.includedFields.includes(name) ? 'includedFields' : 'excludedFields';
  return { ...common, use: 'in', ...listMembership(list, name, settings) };
}

/** Messages about a field that do not come from a training; `force-app/labels.csv` has the translations. */
export const fieldUseTemplates = {
  no_feature: 'No feature reads it.',
  not_trained_yet: 'No model has been trained with it yet, so there is no leakage report on it.',
} as const;
export type FieldUseCode = keyof typeof fieldUseTemplates;

const NO_FEATURE = codedMessage('no_feature', fieldUseTemplates.no_feature);
const NOT_TRAINED_YET = codedMessage('not_trained_yet', fieldUseTemplates.not_trained_yet);

/** The list that decides about a field that is left out before training; null if none does. */
function findDecidingList(
  name: string,
  { excludedFields }: ScoringSettings,
  field: LeadField | undefined,
): FieldUse['settingsList'] {
  if (excludedFields.includes(name)) return 'excludedFields';
  if (field === undefined || findForbiddenReason(name) !== undefined) return null;
  if (field.past.kind !== 'unknown' && !namesPeople(field)) return null;
  return possibleFeatures([field]).some((feature) => inputsOf(feature).includes(name)) ? 'includedFields' : null;
}

const listMembership = (settingsList: FieldUse['settingsList'], name: string, settings: ScoringSettings) => ({
  settingsList,
  listed: settingsList !== null && settings[settingsList].includes(name),
});

const SEVERITY = { fine: 0, suspect: 1, excluded: 2 } as const;

/** The most severe finding about a field or a feature that reads it. */
function severestFinding(name: string, { features, findings }: FieldContext): LeakageFinding | undefined {
  const names = new Set([name, ...featuresNamed(features, name).map((feature) => feature.name)]);
  return findings
    .filter(({ field }) => names.has(field))
    .toSorted((a, b) => SEVERITY[b.verdict] - SEVERITY[a.verdict])[0];
}
