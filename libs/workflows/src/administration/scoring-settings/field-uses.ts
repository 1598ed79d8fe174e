import { codedMessage, type CodedMessage } from '@leadlight/common';
import type { FieldUse, ScoringSettings } from '@leadlight/contract';
import type { LeakageFinding } from '@leadlight/evaluation';
import {
  featureSchemaFor,
  namesPeople,
  findForbiddenReason,
  type FeatureSpec,
  type LeadField,
} from '@leadlight/lead-features';
import { featuresNamed, inputsOf, possibleFeatures } from './named-features.ts';

/** Fields and features as the settings and the last leakage report have them. */
interface FieldContext {
  readonly settings: ScoringSettings;
  readonly findings: readonly LeakageFinding[];
  readonly leftOut: ReadonlyMap<string, CodedMessage>;
  readonly features: readonly FeatureSpec[];
}

/**
 * Every field of the lead, and every feature that reads none, with whether the model reads it and why.
 * @param findings of the active model's report; empty where there is none
 */
export function fieldUses(
  fields: readonly LeadField[],
  settings: ScoringSettings,
  findings: readonly LeakageFinding[],
): readonly FieldUse[] {
  const { includedFields: include, excludedFields: exclude } = settings;
  const { schema, leftOut } = featureSchemaFor(fields, { include, exclude });
  const reasons = new Map(leftOut.map(({ field, reason }) => [field, reason]));
  const told = { settings, findings, leftOut: reasons, features: schema.features };
  const fieldless = possibleFeatures(fields).filter((feature) => inputsOf(feature).length === 0);
  return [
    ...fields.map((field) => useOf(field, told, field)),
    ...fieldless.map(({ name, label }) => useOf({ name, label }, told)),
  ];
}

function useOf({ name, label }: Pick<LeadField, 'name' | 'label'>, told: FieldContext, field?: LeadField): FieldUse {
  const { settings, leftOut, features } = told;
  const finding = mostSevereFinding(name, told);
  const verdict = finding?.verdict ?? null;
  const reasons = finding?.evidence ?? [NOT_TRAINED_YET];
  const reason = leftOut.get(name);
  if (reason !== undefined) {
    return {
      field: name,
      label,
      use: 'out',
      verdict,
      reasons: [reason],
      ...choice(listFor(name, settings, field), name, settings),
    };
  }
  if (field && !features.some((feature) => inputsOf(feature).includes(name))) {
    return { field: name, label, use: 'out', verdict, reasons: [NO_FEATURE], settingsList: null, listed: false };
  }
  if (verdict === 'excluded' && finding) {
    return { field: name, label, use: 'out', verdict, reasons, settingsList: null, listed: false };
  }
  if (verdict === 'suspect' && finding) {
    const allowed = settings.allowedFields.includes(name);
    const use = allowed ? 'in' : 'out';
    return { field: name, label, use, verdict, reasons, settingsList: 'allowedFields', listed: allowed };
  }
  const list = settings.includedFields.includes(name) ? 'includedFields' : 'excludedFields';
  return { field: name, label, use: 'in', verdict, reasons, ...choice(list, name, settings) };
}

/** What can be said about a field in addition to what a training measured. */
export type FieldUseCode = 'not_trained_yet' | 'no_feature';

const NO_FEATURE = codedMessage<FieldUseCode>('no_feature', 'No feature reads it.');
const NOT_TRAINED_YET = codedMessage<FieldUseCode>(
  'not_trained_yet',
  'The model has not been trained with it yet, so no leakage report covers it.',
);

/** The list that decides over a field that is left out before any training; null where none does. */
function listFor(
  name: string,
  { excludedFields }: ScoringSettings,
  field: LeadField | undefined,
): FieldUse['settingsList'] {
  if (excludedFields.includes(name)) return 'excludedFields';
  if (field === undefined || findForbiddenReason(name) !== undefined) return null;
  if (field.past.kind !== 'unknown' && !namesPeople(field)) return null;
  return possibleFeatures([field]).some((feature) => inputsOf(feature).includes(name)) ? 'includedFields' : null;
}

const choice = (settingsList: FieldUse['settingsList'], name: string, settings: ScoringSettings) => ({
  settingsList,
  listed: settingsList !== null && settings[settingsList].includes(name),
});

const SEVERITY = { fine: 0, suspect: 1, excluded: 2 } as const;

/** The gravest finding on a field or on a feature that reads it. */
function mostSevereFinding(name: string, { features, findings }: FieldContext): LeakageFinding | undefined {
  const names = new Set([name, ...featuresNamed(features, name).map((feature) => feature.name)]);
  return findings
    .filter(({ field }) => names.has(field))
    .reduce<LeakageFinding | undefined>(
      (gravest, finding) => (gravest && SEVERITY[gravest.verdict] >= SEVERITY[finding.verdict] ? gravest : finding),
      undefined,
    );
}
