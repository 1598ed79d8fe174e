/** Experiments that hide scores, the leads that take part, and the analysis of each day. */
export const experiments = `
  create table experiment (
    org_id text not null,
    experiment_id text not null,
    state text not null check (state in ('running', 'exploring', 'ended')),
    plan json not null,
    started_at int8 not null,
    started_by text not null,
    stopped_at int8,
    primary key (org_id, experiment_id)
  );
  create unique index experiment_open on experiment (org_id) where state <> 'ended';

  create table experiment_lead (
    org_id text not null,
    experiment_id text not null,
    lead_id text collate "C" not null,
    arm text not null check (arm in ('shown', 'hidden', 'exploration')),
    band text not null,
    rep_id text,
    fortnight int4 not null,
    enrolled_at int8 not null,
    viewed_at int8,
    primary key (org_id, experiment_id, lead_id)
  );
  create index experiment_lead_lead on experiment_lead (lead_id, org_id);

  create table experiment_analysis (
    org_id text not null,
    experiment_id text not null,
    day int4 not null,
    settled_leads int4 not null,
    effect json,
    primary key (org_id, experiment_id, day)
  );
`;
