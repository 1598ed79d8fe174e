import type { ExperimentArm, ExperimentPlan, ExperimentState, StoredAnalysis } from '@leadlight/workflows';
import type { JsonColumn } from '../database/storable-json.ts';

/** Primary key (org_id, experiment_id); at most one of an org is not `ended`. */
export interface ExperimentTable {
  org_id: string;
  experiment_id: string;
  state: ExperimentState;
  plan: JsonColumn<ExperimentPlan>;
  started_at: number;
  started_by: string;
  stopped_at: number | null;
}

/** Leads that take part. Primary key (org_id, experiment_id, lead_id); only viewed_at changes. */
export interface ExperimentLeadTable {
  org_id: string;
  experiment_id: string;
  lead_id: string;
  arm: ExperimentArm;
  band: string;
  rep_id: string | null;
  fortnight: number;
  enrolled_at: number;
  viewed_at: number | null;
}

/** Primary key (org_id, experiment_id, day); never updated, so that a later erasure changes no verdict. */
export interface ExperimentAnalysisTable {
  org_id: string;
  experiment_id: string;
  day: number;
  settled_leads: number;
  effect: JsonColumn<StoredEffect> | null;
}

/** An effect as JSON, which has null for the infinitely many degrees of freedom of counts. */
export type StoredEffect = Omit<NonNullable<StoredAnalysis['effect']>, 'degreesOfFreedom'> & {
  readonly degreesOfFreedom: number | null;
};
