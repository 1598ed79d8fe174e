import type { ScoringSettings, ScoringSettingsChange } from '@leadlight/contract';
import type { Instant, LeadField } from '@leadlight/lead-features';
import type { BucketSizes } from '../../buckets/bucket-sizes.ts';
import { WorkflowError } from '../../errors.ts';
import type { ScoringSettingsStore } from '../../ports/index.ts';
import type { AssessSettings } from '../../training/assessment/assess-settings.ts';
import type { ExampleSettings } from '../../training/examples/org-examples.ts';
import { settingsProblems } from './check-settings.ts';
import { historyInstants } from './history-instants.ts';
import { scoringSettingsOf } from './read-scoring-settings.ts';

/** How one training differs from the org's settings, and what these do not contain. */
export interface TrainingRequest {
  readonly settings?: ScoringSettingsChange;
  readonly seed?: number;
  /** Trains faster and less well, to try settings. */
  readonly quick?: boolean;
  /** Whether to repeat the evaluation for each past month, with one training for each. */
  readonly backtest?: boolean;
  /** Leads created in a week; measured if absent. */
  readonly incomingPerWeek?: number;
  /** See `ExampleSettings`. */
  readonly maxSnapshots?: number;
  readonly buckets?: BucketSizes;
}

/** All settings of a training on an org. */
export interface OrgTrainSettings extends AssessSettings, ExampleSettings {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly historySince: Readonly<Record<string, Instant>>;
  readonly capacityPerWeek: number | null;
  readonly incomingPerWeek?: number;
}

const DEFAULT_SEED = 1;
const HOLDOUT = 0.2;

/**
 * The org's settings with the changes of one training, checked against the org's fields.
 * @throws WorkflowError `settings_invalid`
 */
export async function orgTrainSettings(
  ports: { readonly scoringSettings: ScoringSettingsStore },
  { orgId, fields }: { readonly orgId: string; readonly fields: readonly LeadField[] },
  request: TrainingRequest = {},
): Promise<OrgTrainSettings> {
  const settings = { ...(await scoringSettingsOf(ports, orgId)), ...request.settings };
  const problems = settingsProblems(settings, fields);
  if (problems.length > 0) throw new WorkflowError('settings_invalid', { problems });
  const { seed = DEFAULT_SEED, quick, backtest, incomingPerWeek, maxSnapshots, buckets } = request;
  const given = { seed, quick, backtest, incomingPerWeek, maxSnapshots, buckets };
  return { ...trainSettingsOf(settings), ...given };
}

function trainSettingsOf({
  horizonDays,
  includedFields,
  excludedFields,
  allowedFields,
  historySince,
  acceptedLosses: _accepted,
  segmentField,
  dealValue,
  callCost,
  version: _,
  closedStatuses: _closedStatuses,
  ...same
}: ScoringSettings): Omit<OrgTrainSettings, 'seed'> {
  return {
    ...same,
    holdout: HOLDOUT,
    horizonDays: horizonDays ?? undefined,
    include: includedFields,
    exclude: excludedFields,
    allow: allowedFields,
    historySince: historyInstants(historySince),
    segmentBy: segmentField ?? undefined,
    thresholdOptions: {
      value: dealValue !== null && callCost !== null ? { deal: dealValue, call: callCost } : undefined,
    },
  };
}
