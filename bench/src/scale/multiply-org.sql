-- Adds copies of every lead with its history to a generated org, each with ids and addresses of its own. `copies` is at most 36.
-- Nothing else of a copy differs. Indexes are built anew, which is faster than adding to them.
set local maintenance_work_mem = '512MB';

-- The instance's characters in an id become those of the copy.
create function pg_temp.own(id text, n int) returns text language sql immutable
  as $$ select overlay(id placing 'C' || substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', n, 1) from 4 for 2) $$;

create temp table indexed on commit drop as
  select i.indrelid::regclass as relation, c.conname, i.indexrelid::regclass::text as index,
    coalesce(pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid)) as definition
  from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
  where i.indrelid in ('lead_version'::regclass, 'activity_version'::regclass, 'field_change'::regclass, 'campaign_membership_version'::regclass);
select coalesce('alter table ' || relation || ' drop constraint ' || quote_ident(conname), 'drop index ' || index) from indexed \gexec

insert into lead (org_id, lead_id, changed_at, revision, contact_id, master_contact_id, opportunity_id, open)
  select org_id, pg_temp.own(lead_id, n), changed_at, revision, pg_temp.own(contact_id, n), pg_temp.own(master_contact_id, n),
    pg_temp.own(opportunity_id, n), open
  from generate_series(1, :copies) n, lead;
insert into lead_version (org_id, lead_id, changed_at, revision, deleted, deletion_inferred, created_at, converted_at, contact_id, opportunity_id, fields)
  select org_id, pg_temp.own(lead_id, n), changed_at, revision, deleted, deletion_inferred, created_at, converted_at,
    pg_temp.own(contact_id, n), pg_temp.own(opportunity_id, n),
    replace(replace(replace(fields::text,
      '"Id":"' || lead_id, '"Id":"' || pg_temp.own(lead_id, n)),
      coalesce('"ConvertedContactId":"' || contact_id, '-'), coalesce('"ConvertedContactId":"' || pg_temp.own(contact_id, n), '-')),
      '"Email":"', '"Email":"c' || n || '.')::json
  from generate_series(1, :copies) n, lead_version;
insert into activity_version (org_id, activity_id, changed_at, revision, deleted, party_id, activity_kind, created_at, completed_at, incoming)
  select org_id, pg_temp.own(activity_id, n), changed_at, revision, deleted, pg_temp.own(party_id, n), activity_kind, created_at,
    completed_at, incoming
  from generate_series(1, :copies) n, activity_version;
insert into field_change (org_id, change_id, changed_at, revision, deleted, lead_id, field, old_value, new_value)
  select org_id, pg_temp.own(change_id, n), changed_at, revision, deleted, pg_temp.own(lead_id, n), field, old_value, new_value
  from generate_series(1, :copies) n, field_change;
insert into campaign_membership_version (org_id, membership_id, changed_at, revision, deleted, lead_id, campaign_id, campaign_type, created_at, responded_at)
  select org_id, pg_temp.own(membership_id, n), changed_at, revision, deleted, pg_temp.own(lead_id, n), campaign_id, campaign_type,
    created_at, responded_at
  from generate_series(1, :copies) n, campaign_membership_version;

select coalesce('alter table ' || relation || ' add constraint ' || quote_ident(conname) || ' ' || definition, definition) from indexed \gexec
analyze;
