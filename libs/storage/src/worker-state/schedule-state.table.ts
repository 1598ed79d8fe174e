/** When the scheduled work of an org last started. Primary key org_id. */
export interface ScheduleStateTable {
  org_id: string;
  last_training_attempt_at: number | null;
  last_daily_work_at: number | null;
  retrain_every_days: number | null;
}
