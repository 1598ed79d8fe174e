/**
 * Work on a large org that several processes share, in buckets of leads. A bucket's result may be megabytes of compressed examples, which
 * PostgreSQL need not try to compress again.
 */
export const leadBuckets = `
  create table bucket_run (
    org_id text not null,
    kind text not null,
    run_id text not null,
    run_key text not null,
    payload json not null,
    started_at int8 not null,
    primary key (org_id, kind)
  );

  create table lead_bucket (
    org_id text not null,
    run_id text not null,
    bucket int4 not null,
    after_id text not null,
    last_id text,
    result bytea,
    primary key (org_id, run_id, bucket)
  );

  alter table lead_bucket alter column result set storage external;
`;
