import type { ScoringSettings, ScoringSettingsChange } from '@leadlight/contract';
import type { LeadField } from '@leadlight/lead-features';
import type { AssessSettings } from '../../training/assessment/assess.ts';
import type { ExampleSettings } from '../../training/examples/org-examples.ts';
import type { ScoringSettingsStore } from '../../ports/index.ts';
import { settingsProblems } from './check-settings.ts';
import { scoringSettingsOf } from './read-scoring-settings.ts';
import { SettingsInvalidError } from './settings-error.ts';

/** What one training is to do otherwise than the org's settings say, and what they do not say. */
export interface TrainingRequest {
  readonly settings?: ScoringSettingsChange;
  readonly seed?: number;
  /** Whether to repeat the evaluation month by month, which takes as many trainings. */
  readonly backtest?: boolean;
  /** Leads that come in a week; as many as came lately unless given. */
  readonly incomingPerWeek?: number;
}

/** Everything that a training on an org goes by. */
export interface OrgTrainSettings extends AssessSettings, ExampleSettings {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly capacityPerWeek: number | null;
  readonly incomingPerWeek?: number;
}

const SEED = 1;
const HOLDOUT = 0.2;

/**
 * The org's settings with what this training is to do otherwise, held against the org's fields.
 * @throws SettingsInvalid
 */
export async function orgTrainSettings(
  ports: { readonly scoringSettings: ScoringSettingsStore },
  { orgId, fields }: { readonly orgId: string; readonly fields: readonly LeadField[] },
  request: TrainingRequest = {},
): Promise<OrgTrainSettings> {
  const settings = { ...(await scoringSettingsOf(ports, orgId)), ...request.settings };
  const problems = settingsProblems(settings, fields);
  if (problems.length > 0) throw new SettingsInvalidError(problems);
  const { seed = SEED, backtest, incomingPerWeek } = request;
  return { ...trainSettingsOf(settings), ...{ seed, backtest, incomingPerWeek } };
}

function trainSettingsOf(settings: ScoringSettings): Omit<OrgTrainSettings, 'seed'> {
  const { goal, horizonDays, snapshotAgesDays, junk, segmentField, dealValue, callCost } = settings;
  const { learner, threshold, halfLifeDays, classWeight, monotonicConstraints, interactionConstraints, pointsTable } =
    settings;
  return {
    ...{
      goal,
      snapshotAgesDays,
      junk,
      learner,
      threshold,
      halfLifeDays,
      classWeight,
      monotonicConstraints,
      interactionConstraints,
      pointsTable,
    },
    holdout: HOLDOUT,
    horizonDays: horizonDays ?? undefined,
    include: settings.includedFields,
    exclude: settings.excludedFields,
    allow: settings.allowedFields,
    segmentBy: segmentField ?? undefined,
    capacityPerWeek: settings.capacityPerWeek,
    wishes: { value: dealValue !== null && callCost !== null ? { deal: dealValue, call: callCost } : undefined },
  };
}
