/** The checks of the active model, and what they and the service report to administrators. */
export const modelChecks = `
  create table model_check (
    org_id text not null,
    checked_at int8 not null,
    model_id text not null,
    model_version int4 not null,
    figures json not null,
    primary key (org_id, checked_at)
  );

  create table model_event (
    org_id text not null,
    event_id text not null,
    kind text not null,
    severity text not null,
    subject text not null,
    model_id text,
    model_version int4,
    found_at int8 not null,
    since int8,
    ended_at int8,
    weeks_between_false_alarms float8,
    message json not null,
    action json,
    primary key (org_id, event_id)
  );
  create unique index model_event_open on model_event (org_id, kind, subject) where ended_at is null;
  create index model_event_newest on model_event (org_id, found_at desc);
`;
