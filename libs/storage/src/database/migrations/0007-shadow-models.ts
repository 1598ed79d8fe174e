/** Models that score next to the active one, their scores, and the evidence of an act in the audit log. */
export const shadowModels = `
  create table shadow_model (
    entry_id int8 generated always as identity primary key,
    org_id text not null,
    model_id text not null,
    role text not null check (role in ('challenger', 'former')),
    beside_model_id text not null,
    started_at int8 not null,
    started_by text not null,
    ended_at int8,
    ended_as text,
    evidence json,
    failure text
  );
  create unique index shadow_model_open on shadow_model (org_id, role) where ended_at is null;

  create table shadow_score (
    org_id text not null,
    subject_id text collate "C" not null,
    model_id text not null,
    probability float8 not null,
    beside_model_id text not null,
    beside_probability float8 not null,
    scored_at int8 not null,
    input_hash text not null,
    primary key (org_id, model_id, beside_model_id, subject_id)
  );
  create index shadow_score_subject on shadow_score (subject_id, org_id);

  alter table audit_log add column detail json;
`;
