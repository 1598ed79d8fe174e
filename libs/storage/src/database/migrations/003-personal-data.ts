import type { Migration } from '../migration.ts';

export const personalData: Migration = {
  name: 'answers to repeat, feedback, erased leads, secrets, what the CRM took when',
  statements: `
    create table kept_answer (
      org_id text not null,
      idempotency_key text not null,
      request_hash text not null,
      status int4 not null,
      body text not null,
      lead_ids text[] not null,
      at int8 not null,
      primary key (org_id, idempotency_key)
    );
    create index kept_answer_at on kept_answer (org_id, at);
    create table feedback (
      org_id text not null,
      feedback_id text not null,
      lead_id text collate "C" not null,
      model_id text not null,
      verdict text not null check (verdict in ('agree', 'disagree')),
      comment text,
      given_by text not null,
      at int8 not null,
      primary key (org_id, feedback_id)
    );
    create index feedback_lead on feedback (org_id, lead_id);
    create index feedback_at on feedback (org_id, at desc);
    create table erased_party (
      org_id text not null,
      party_hash text not null,
      at int8 not null,
      primary key (org_id, party_hash)
    );
    create table secret (
      org_id text not null,
      name text not null,
      key_id text not null,
      sealed bytea not null,
      primary key (org_id, name)
    );
    alter table outbox add column written_scored_at int8;
    create index score_log_time on score_log (org_id, scored_at);
  `,
};
