/** Alerts about leads: when they are raised, what was seen of each lead, and what is on its way to people. */
export const alerts = `
  create table alert_settings (
    org_id text primary key,
    settings json not null,
    on_since int8,
    first_on_at int8,
    changed_at int8 not null,
    changed_by text not null
  );

  create table alert_state (
    org_id text not null,
    subject_id text collate "C" not null,
    score int4 not null,
    band text not null,
    model_label text not null,
    band_since int8 not null,
    reference_score int4 not null,
    reference_at int8 not null,
    seen_at int8 not null,
    primary key (org_id, subject_id)
  );

  create table alert (
    org_id text not null,
    alert_id text not null,
    rule text not null,
    subject_id text collate "C" not null,
    cause text not null,
    facts json not null,
    created_at int8 not null,
    -- Not the org first: where statistics do not know the table yet, PostgreSQL would read this key instead of the index by lead.
    primary key (alert_id, org_id)
  );
  create index alert_subject on alert (subject_id, org_id);
  create index alert_created on alert (created_at, org_id);

  create table alert_delivery (
    org_id text not null,
    alert_id text not null,
    route text not null,
    rule text not null,
    subject_id text collate "C" not null,
    state text not null check (state in ('pending', 'sent', 'failed', 'dropped')),
    attempts int4 not null default 0,
    in_flight boolean not null default false,
    interrupted boolean not null default false,
    created_at int8 not null,
    next_attempt_at int8 not null,
    sent_at int8,
    recipients text[] not null default '{}',
    failure text,
    primary key (org_id, alert_id, route)
  );
  create index alert_delivery_due on alert_delivery (org_id, next_attempt_at) where state = 'pending';
  create index alert_delivery_sent on alert_delivery (sent_at, org_id) where state = 'sent';
  create index alert_delivery_subject on alert_delivery (subject_id, org_id);
`;
