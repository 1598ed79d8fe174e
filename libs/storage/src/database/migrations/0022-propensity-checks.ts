/** Checks of models of propensities, and what they found. '' = the model of leads, or the service. */
export const propensityChecks = `
  alter table model_check add column propensity_id text not null default '';
  alter table model_check drop constraint model_check_pkey, add primary key (org_id, propensity_id, checked_at);
  alter table model_event add column propensity_id text not null default '';
  drop index model_event_open;
  create unique index model_event_open on model_event (org_id, propensity_id, kind, subject) where ended_at is null;
`;
