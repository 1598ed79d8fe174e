/** Requested trainings and backtests, and the interval of the schedule. */
export const jobs = `
  create table job (
    org_id text not null,
    job_id text not null,
    kind text not null,
    state text not null,
    requested_at int8 not null,
    requested_by text not null,
    attempts int4 not null default 0,
    started_at int8,
    ended_at int8,
    progress json,
    result json,
    failure json,
    primary key (org_id, job_id)
  );
  create unique index job_open on job (org_id) where state in ('waiting', 'running');
  create index job_newest on job (org_id, requested_at desc);

  alter table schedule_state add column retrain_every_days int4;
`;
