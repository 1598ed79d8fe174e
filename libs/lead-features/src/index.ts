export type * from './lead-history.ts';
export * from './lead-field.ts';
export * from './history-start.ts';
export type * from './column-reading.ts';
export type * from './feature.ts';
export * from './errors.ts';
export { daysBetween, parseInstant } from './instant.ts';
export { readSentFields, type SentFields, type SentFieldWarning } from './sent-fields.ts';
export { recordSnapshotAt, snapshotAt } from './snapshot.ts';
export type { ActivityAsOf, ChildAsOf, MembershipAsOf, LeadSnapshot, RecordSnapshot } from './snapshot.ts';
export { historyFromFields, withFreshFields } from './fresh-fields.ts';
export { catalogue, catalogueClasses, catalogueLabels } from './catalogue/catalogue.ts';
export type { CatalogueFeature } from './catalogue/catalogue-feature.ts';
export {
  leftOutReasons,
  nearlyUniqueReason,
  oneValueReason,
  uniqueNumbersReason,
  unusedTypeReason,
  type LeftOutCode,
  type LeftOutReason,
} from './left-out-reasons.ts';
export { nearestNames } from './nearest-names.ts';
export { findForbiddenReason } from './forbidden-fields.ts';
export { featureSchemaFor, fieldFeature, findExclusion, withHistorySince } from './schema.ts';
export type { LeftOutField, SchemaChoice, SchemaOptions } from './schema.ts';
export { canonicalRowText, missingValueOf, rowFromJson, rowOf } from './row.ts';
export * from './outcome/label.ts';
export * from './outcome/horizon.ts';
export { goalReachedAt, leadOutcomeOf, type Goal, type LeadOutcome, type LeadOutcomeSettings } from './outcome/goal.ts';
export * from './outcome/change-counter.ts';
export * from './outcome/judgement.ts';
export {
  companyDomainOf,
  companyKeysOf,
  companyNameOf,
  groupKeysOf,
  type CompanyKeys,
  type GroupKeys,
} from './cleaning/group-keys.ts';
export * from './cleaning/junk.ts';
export * from './cleaning/duplicate-index.ts';
export * from './ranking/unranked.ts';
export { StatusOutcomes, type CollectedStatuses } from './ranking/closed-statuses.ts';
export type { CollectedTimes } from './outcome/collected-times.ts';
export * from './format-feature-value.ts';
