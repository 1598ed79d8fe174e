import type { FeatureSchema, LeadField } from '@leadlight/lead-features';
import { settingsOf } from '../administration/scoring-settings/read-scoring-settings.ts';
import type { ModelEntry, ModelStore, OrgStore, ScoringSettingsStore } from '../ports/index.ts';
import { scoringModelOf } from '../scoring/scoring-model.ts';
import type { FieldLoss } from './field-loss.ts';
import { findLosses, type BaselineField, type ModelInputs } from './find-losses.ts';

export interface FieldHealthPorts {
  readonly orgs: Pick<OrgStore, 'find'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
}

/**
 * The losses of a model's fields: what it reads, compared with the org's fields as the last sync found them.
 * @returns none for an org that was never synced
 */
export async function lossesOf(
  { orgs, scoringSettings }: FieldHealthPorts,
  orgId: string,
  { entry, schema }: { readonly entry: Pick<ModelEntry, 'id' | 'report'>; readonly schema: FeatureSchema },
  described?: readonly LeadField[],
): Promise<readonly FieldLoss[]> {
  const [org, settings] = await Promise.all([orgs.find(orgId), scoringSettings.findNewest(orgId)]);
  const fields = described ?? org?.fields ?? [];
  if (fields.length === 0) return [];
  const { acceptedLosses } = settingsOf(settings);
  // Only what the last check found about this model's numbers.
  const scaledBy = new Map(
    (org?.fields ?? []).flatMap(({ name, shift }) =>
      shift?.modelId === entry.id ? [[name, shift.factor] as const] : [],
    ),
  );
  return findLosses(modelInputs(schema, entry.report), { fields, scaledBy, accepted: acceptedLosses });
}

/**
 * The losses of the active model's fields; none without an active model.
 * @param fields as the CRM describes them now; as the last sync found them, if absent
 * @throws as `scoringModelOf`
 */
export async function fieldHealth(
  ports: FieldHealthPorts & { readonly models: Pick<ModelStore, 'findActive' | 'getFile'> },
  orgId: string,
  fields?: readonly LeadField[],
): Promise<readonly FieldLoss[]> {
  const entry = await ports.models.findActive(orgId);
  if (!entry) return [];
  const { trainedSchema } = (entry.report ?? {}) as Partial<TrainedFields>;
  const schema = trainedSchema ?? scoringModelOf(entry, await ports.models.getFile(orgId, entry.id)).schema;
  return lossesOf(ports, orgId, { entry, schema }, fields);
}

/** What the report of a training contains about the fields that it was trained on. */
export interface TrainedFields {
  readonly trainedFields: readonly BaselineField[];
  /** Without leaking features. */
  readonly trainedSchema: FeatureSchema;
}

function modelInputs(schema: FeatureSchema, report: unknown): ModelInputs {
  const { trainedFields, features } = (report ?? {}) as Partial<TrainedFields> & {
    readonly features?: readonly { readonly name: string; readonly importance?: number }[];
  };
  const used = features?.filter(({ importance = 1 }) => importance > 0).map(({ name }) => name);
  return {
    schema,
    ...(used && used.length > 0 && { usedFeatures: new Set(used) }),
    ...(trainedFields && { baseline: trainedFields }),
  };
}
