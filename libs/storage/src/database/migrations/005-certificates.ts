import type { Migration } from '../migration.ts';

export const certificates: Migration = {
  name: 'certificates whose JWTs stand for a key, and the JWTs that were used',
  statements: `
    create table key_certificate (
      org_id text not null,
      key_id text not null references api_key (key_id) on delete cascade,
      fingerprint text not null,
      public_key text not null,
      audience text not null,
      added_at int8 not null,
      starts_at int8 not null,
      ends_at int8 not null,
      primary key (org_id, key_id, fingerprint)
    );
    create table used_assertion (
      org_id text not null,
      key_id text not null,
      jti_hash text not null,
      expires_at int8 not null,
      primary key (org_id, key_id, jti_hash)
    );
    create index used_assertion_expiry on used_assertion (org_id, expires_at);
  `,
};
