import { codedMessage, messageValue, type CodedMessage } from '@leadlight/common';
import type { FeatureSchema, FeatureSpec } from '@leadlight/lead-features';
import { inputsOf } from '../administration/scoring-settings/named-features.ts';
import type { Comparison } from './compare-with-active.ts';

/** Why a new model is not published automatically. */
export type PublicationStopCode = 'worse_than_active' | 'feature_lost' | 'auc_fell' | 'points_table_only';
export type PublicationStop = CodedMessage<PublicationStopCode>;

/** The sentences; `force-app/labels.csv` has the translations. */
export const publicationStopTemplates = {
  worse_than_active: 'It is worse than the active model on leads that neither has learned from.',
  feature_lost: 'The active model uses {1}, but {0} of its values are now missing.',
  auc_fell: 'Its AUC is {0}; that of the active model was {1}, and the fall is beyond chance.',
  points_table_only: 'There are too few outcomes for a model, so it would be the points table.',
} as const satisfies Record<PublicationStopCode, string>;

/** What the report of a training says about a model; measures may be missing in an imported model's. */
export interface StoredEvaluation {
  readonly holdout?: {
    readonly auc?: number | null;
    readonly intervals?: { readonly auc?: { readonly low: number | null; readonly high: number | null } };
  };
  readonly features?: readonly { readonly name: string; readonly importance?: number }[];
  readonly quality?: readonly { readonly field: string; readonly missing: number | null }[];
}

/** The model that scores now. */
export interface Incumbent {
  readonly isByRules: boolean;
  readonly schema: FeatureSchema;
  readonly evaluation: StoredEvaluation;
}

/** The newly trained model. */
export interface Challenger {
  readonly isByRules: boolean;
  /** Before leaking fields are removed. */
  readonly schema: FeatureSchema;
  readonly evaluation: StoredEvaluation;
  /** The share of the examples for which a feature of its schema is missing, by name. */
  readonly missingShare: (feature: string) => number;
  /** Fields and features that the administrator has excluded. */
  readonly excluded: readonly string[];
  /** Absent where it was not compared. */
  readonly comparison?: Comparison;
}

/** Missing for nearly all leads. */
const NEARLY_ALL = 0.9;
/** A feature that was rarely known is lost where its known share falls below this part of the former one. */
const MIN_KEPT = 0.2;

/**
 * Why the new model must not replace the active one without somebody's decision; empty where it may. A better comparison
 * does not excuse a lost feature: if the org's data has lost it, a model trained like the active one has lost it too.
 */
export function publicationStops(incumbent: Incumbent, challenger: Challenger): readonly PublicationStop[] {
  if (challenger.isByRules) return incumbent.isByRules ? [] : [stop('points_table_only')];
  const lost = lostFeatures(incumbent, challenger);
  return [
    ...lost.map(({ label, name, missing }) =>
      codedMessage(
        'feature_lost',
        publicationStopTemplates.feature_lost,
        [messageValue('share', missing)],
        [{ name, label }],
      ),
    ),
    ...aucFall(incumbent.evaluation, challenger.evaluation),
    ...(challenger.comparison?.difference.challenger === 'worse' ? [stop('worse_than_active')] : []),
  ];
}

const stop = (code: PublicationStopCode): PublicationStop => codedMessage(code, publicationStopTemplates[code]);

interface LostFeature extends Pick<FeatureSpec, 'name' | 'label'> {
  readonly missing: number;
}

function lostFeatures({ schema, evaluation, isByRules }: Incumbent, challenger: Challenger): readonly LostFeature[] {
  const remaining = new Set(challenger.schema.features.map(({ name }) => name));
  const before = new Map(evaluation.quality?.map(({ field, missing }) => [field, missing ?? 1]));
  const importance = new Map(evaluation.features?.map((each) => [each.name, each.importance ?? 0]));
  return schema.features.flatMap((feature) => {
    const { name, label } = feature;
    // A model whose report is unknown, such as an imported one, may use all of its features.
    const isUsed = importance.size === 0 ? !isByRules : (importance.get(name) ?? 0) > 0;
    if (!isUsed || isExcluded(feature, challenger.excluded)) return [];
    const missing = remaining.has(name) ? challenger.missingShare(name) : 1;
    const known = 1 - (before.get(name) ?? 0);
    return missing >= NEARLY_ALL && 1 - missing < MIN_KEPT * known ? [{ name, label, missing }] : [];
  });
}

function isExcluded(feature: FeatureSpec, excluded: readonly string[]): boolean {
  const inputs = inputsOf(feature);
  return excluded.includes(feature.name) || (inputs.length > 0 && inputs.every((input) => excluded.includes(input)));
}

/** Both were measured on the newest leads of their time; each measurement has its own noise. */
function aucFall(before: StoredEvaluation, after: StoredEvaluation): readonly PublicationStop[] {
  const [former, now] = [measuredAuc(before), measuredAuc(after)];
  if (!former || !now) return [];
  if (former.auc - now.auc <= Math.hypot(former.error, now.error)) return [];
  const values = [messageValue('auc', now.auc), messageValue('auc', former.auc)];
  return [codedMessage('auc_fell', publicationStopTemplates.auc_fell, values)];
}

/** @returns the AUC and half the width of its 90 % interval; undefined where it was not measured */
function measuredAuc({ holdout }: StoredEvaluation): { readonly auc: number; readonly error: number } | undefined {
  const { auc, intervals } = holdout ?? {};
  const { low, high } = intervals?.auc ?? {};
  if (typeof auc !== 'number' || typeof low !== 'number' || typeof high !== 'number') return undefined;
  const error = (high - low) / 2;
  return Number.isFinite(auc) && Number.isFinite(error) ? { auc, error } : undefined;
}
