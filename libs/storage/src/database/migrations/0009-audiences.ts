/** Saved audiences, and the leads that they were written for. */
export const audiences = `
  create table audience (
    org_id text not null,
    audience_id text not null,
    name text not null,
    definition json not null,
    campaign_id text,
    revision int4 not null,
    confirmed_revision int4,
    confirmed_by text,
    changed_at int8 not null,
    primary key (org_id, audience_id)
  );
  create unique index audience_name on audience (org_id, lower(name));

  create table audience_member (
    org_id text not null,
    audience_id text not null,
    subject_id text collate "C" not null,
    state text not null,
    campaign_member_id text,
    since int8 not null,
    primary key (org_id, audience_id, subject_id)
  );
  create index audience_member_subject on audience_member (subject_id, org_id);
`;
