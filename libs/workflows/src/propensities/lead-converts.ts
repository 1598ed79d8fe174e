import type { ScoringSettings } from '@leadlight/contract';
import { scoringSettingsOf } from '../administration/scoring-settings/read-scoring-settings.ts';
import type { ModelEntry, ModelStore, Outbox, ScoringSettingsStore } from '../ports/index.ts';

/** Lead scoring, as the first of an org's propensities. The lead library has its own history, snapshots and settings. */
export const LEAD_CONVERTS = 'lead-converts';

/** How the settings of lead scoring look as a propensity. It is changed by those settings, not by a definition. */
export interface LeadPropensity {
  readonly id: typeof LEAD_CONVERTS;
  readonly label: string;
  readonly object: 'Lead';
  readonly isFavourable: true;
  readonly population: { readonly from: 'created' };
  readonly event: { readonly of: ScoringSettings['goal']; readonly occurs: 'within' };
  /** null = measured at each training. */
  readonly horizonDays: number | null;
  readonly snapshots: { readonly kind: 'ages'; readonly days: readonly number[] };
}

export interface LeadPropensityState {
  readonly definition: LeadPropensity;
  /** Of the settings; 0 = they were never changed. */
  readonly revision: number;
  /** Undefined before the first training. */
  readonly model: ModelEntry | undefined;
  /** Leads with a score that the CRM has, or is about to get. */
  readonly subjects: number;
}

export interface LeadPropensityPorts {
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
  readonly models: Pick<ModelStore, 'findActive'>;
  readonly outbox: Pick<Outbox, 'counts'>;
}

export async function readLeadConverts(
  { scoringSettings, models, outbox }: LeadPropensityPorts,
  orgId: string,
): Promise<LeadPropensityState> {
  const [settings, newest, model, { pending, written }] = await Promise.all([
    scoringSettingsOf({ scoringSettings }, orgId),
    scoringSettings.findNewest(orgId),
    models.findActive(orgId),
    outbox.counts(orgId),
  ]);
  const { goal, horizonDays, snapshotAgesDays } = settings;
  return {
    definition: {
      ...{ id: LEAD_CONVERTS, label: labelOf(goal), object: 'Lead', isFavourable: true },
      population: { from: 'created' },
      event: { of: goal, occurs: 'within' },
      horizonDays: horizonDays ?? null,
      snapshots: { kind: 'ages', days: snapshotAgesDays },
    },
    revision: newest?.revision ?? 0,
    model,
    subjects: pending + written,
  };
}

function labelOf(goal: ScoringSettings['goal']): string {
  if (goal.kind === 'won') return 'Lead is won';
  if (goal.kind === 'opportunity') return 'Lead becomes an opportunity';
  return goal.kind === 'status' ? `Lead reaches the status ${goal.status}` : 'Lead converts';
}
