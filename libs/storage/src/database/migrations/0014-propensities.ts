/** Propensities with their models and scores, and the records that they read. */
export const propensities = `
  create table propensity (
    org_id text not null,
    propensity_id text not null,
    revision int4 not null,
    definition json not null,
    changed_at int8 not null,
    changed_by text not null,
    primary key (org_id, propensity_id)
  );

  create table propensity_model (
    org_id text not null,
    propensity_id text not null,
    model_id text not null,
    version int4 not null,
    learner text not null,
    trained_at int8 not null,
    active boolean not null,
    report json not null,
    file bytea not null,
    primary key (org_id, propensity_id, model_id),
    unique (org_id, propensity_id, version)
  );
  create unique index propensity_model_active on propensity_model (org_id, propensity_id) where active;

  create table record_version (
    org_id text not null,
    object text not null,
    record_id text collate "C" not null,
    changed_at int8 not null,
    revision int4 not null,
    created_at int8 not null,
    deleted boolean not null,
    parents json not null,
    fields json not null,
    primary key (org_id, object, record_id, changed_at, revision)
  );

  create table record_parent (
    org_id text not null,
    object text not null,
    field text not null,
    parent_id text collate "C" not null,
    record_id text collate "C" not null,
    primary key (org_id, object, field, parent_id, record_id)
  );

  create table record_change (
    org_id text not null,
    object text not null,
    record_id text collate "C" not null,
    change_id text collate "C" not null,
    changed_at int8 not null,
    field text not null,
    old_value json,
    new_value json,
    primary key (org_id, object, record_id, change_id)
  );

  create table record_field (
    org_id text not null,
    object text not null,
    fields json not null,
    primary key (org_id, object)
  );

  create table subject_score (
    org_id text not null,
    propensity_id text not null,
    subject_id text collate "C" not null,
    scored_at int8 not null,
    model_id text not null,
    content_hash text not null,
    update json not null,
    primary key (org_id, propensity_id, subject_id, scored_at)
  );

  create table subject_outbox (
    org_id text not null,
    propensity_id text not null,
    subject_id text collate "C" not null,
    state text not null check (state in ('pending', 'written', 'failed')),
    update json not null,
    content_hash text not null,
    written_hash text,
    failure text,
    queue_position int8 generated always as identity,
    primary key (org_id, propensity_id, subject_id)
  );
  create index subject_outbox_pending on subject_outbox (org_id, propensity_id, queue_position) where state = 'pending';
`;
