import type { Migration } from '../migration.ts';

export const keysAndAudit: Migration = {
  name: 'what keys may do and how long, tokens, audit',
  statements: `
    alter table api_key add column scopes json not null default '["score","read"]';
    alter table api_key add column expires_at int8;
    create table access_token (
      token_hash text primary key,
      org_id text not null,
      key_id text not null references api_key (key_id) on delete cascade,
      scopes json not null,
      expires_at int8 not null
    );
    create index access_token_org on access_token (org_id, expires_at);
    create table audit_log (
      entry_id int8 generated always as identity primary key,
      org_id text not null,
      at int8 not null,
      actor text not null,
      act text not null,
      subject text not null
    );
    create index audit_log_org on audit_log (org_id, entry_id desc);
  `,
};
