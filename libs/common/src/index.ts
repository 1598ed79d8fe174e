export { coalesce, type CoalesceOptions } from './coalesce.ts';
export {
  defineErrors,
  isLeadlightError,
  LeadlightError,
  type ErrorCode,
  type ErrorDefinition,
  type ErrorDefinitions,
  type ErrorFacts,
} from './errors.ts';
export { seededRandom } from './random.ts';
export { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';
