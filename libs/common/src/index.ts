export * from './coded-message.ts';
export { coalesce, type CoalesceOptions } from './coalesce.ts';
export {
  environmentErrors,
  environmentValue,
  environmentVariables,
  EnvironmentError,
  type Environment,
  type EnvironmentReader,
  type EnvironmentValue,
  type EnvironmentVariable,
  type EnvironmentVariableName,
} from './environment.ts';
export {
  defineErrors,
  isLeadlightError,
  LeadlightError,
  type ErrorCode,
  type ErrorDefinition,
  type ErrorDefinitions,
  type ErrorFacts,
} from './errors.ts';
export { normalCdf, normalQuantile, Z_95 } from './normal-distribution.ts';
export { findOwn } from './find-own.ts';
export { normalVariate, seededRandom } from './random.ts';
export { isRecordId, toId18, toLeadId } from './record-id.ts';
export { invert, solveLinear } from './solve-linear.ts';
export { DEFAULT_RESERVE_SHARE } from './api-reserve.ts';
export { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';
export { truncatedDistribution, type TruncatedStep } from './truncated-distribution.ts';
export { wilsonInterval } from './wilson-interval.ts';
export { visibleText } from './visible-text.ts';
