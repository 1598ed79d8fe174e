/**
 * Every primary key, unique constraint and foreign key has the org, so that PostgreSQL extensions such as Citus can
 * distribute the tables by it. `credential_org` is the one exception: it says whose a key or a token is, before the org is
 * known. Triggers, which distributed tables do not support, are replaced by statements of the repositories. The key of the
 * score log does not begin with the org: where its statistics do not know an org yet, PostgreSQL would read it instead of the index
 * by lead.
 */
export const orgKeys = `
  create table credential_org (
    credential_hash text primary key,
    org_id text not null
  );
  insert into credential_org (credential_hash, org_id)
    select key_hash, org_id from api_key union select token_hash, org_id from access_token;

  alter table access_token drop constraint access_token_key_id_fkey;
  alter table key_certificate drop constraint key_certificate_key_id_fkey;
  alter table api_key drop constraint api_key_pkey, drop constraint api_key_key_hash_key,
    add primary key (org_id, key_id), add unique (org_id, key_hash);
  drop index api_key_org;
  alter table access_token drop constraint access_token_pkey, add primary key (org_id, token_hash),
    add foreign key (org_id, key_id) references api_key (org_id, key_id) on delete cascade;
  alter table key_certificate
    add foreign key (org_id, key_id) references api_key (org_id, key_id) on delete cascade;

  alter table score_log drop constraint score_log_pkey, add primary key (entry_id, org_id);
  alter table audit_log drop constraint audit_log_pkey, add primary key (org_id, entry_id);
  drop index audit_log_org;
  alter table shadow_model drop constraint shadow_model_pkey, add primary key (org_id, entry_id);

  create table score_change (
    org_id text primary key,
    number int8 not null
  );
  insert into score_change (org_id, number) select org_id, max(change_number) from outbox group by org_id;
  alter table outbox alter column change_number drop identity, alter column change_number set default 0;

  ${['lead_version', 'field_change', 'activity_version', 'campaign_membership_version']
    .flatMap((table) => ['insert', 'update', 'delete'].map((event) => `drop trigger note_${event} on ${table};`))
    .join('\n  ')}
  drop function note_changed_histories;
`;
