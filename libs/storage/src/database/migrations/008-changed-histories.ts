import type { Migration } from '../migration.ts';

/** Tables whose rows tell an open lead's history, each with what its rows are versions of and whose history they tell. */
const TOLD_BY = [
  ['lead_version', 'lead_id', 'lead_id'],
  ['field_change', 'change_id', 'lead_id'],
  ['activity_version', 'activity_id', 'party_id'],
  ['campaign_membership_version', 'membership_id', 'lead_id'],
] as const;

const EVENTS = { insert: 'new', update: 'new', delete: 'old' } as const;

const triggers = TOLD_BY.flatMap(([table, id, party]) =>
  Object.entries(EVENTS).map(
    ([event, rows]) => `
    create trigger note_${event} after ${event} on ${table} referencing ${rows} table as changed
      for each statement execute function note_changed_histories('${id}', '${party}');`,
  ),
);

/**
 * Whoever keeps histories in memory learns here which of them changed, in the transaction that changed them, whatever
 * statement did it. A version that moves to another party changes the histories of both. A statement that changes more
 * than 500 histories notes that any may have changed, as an empty party. The newest 1,000 notes of an org are kept.
 */
export const changedHistories: Migration = {
  name: 'which histories changed, for those who keep them in memory',
  statements: `
    create table history_revision (
      org_id text primary key,
      revision int8 not null
    );
    create table changed_history (
      org_id text not null,
      revision int8 not null,
      party_id text collate "C" not null,
      primary key (org_id, revision, party_id)
    );
    create function note_changed_histories() returns trigger language plpgsql as $$
    declare
      org text;
      noted int8;
    begin
      for org in select distinct org_id from changed loop
        insert into history_revision as known (org_id, revision) values (org, 1)
          on conflict (org_id) do update set revision = known.revision + 1
          returning revision into noted;
        if (select count(*) from (select from changed where org_id = org limit 501) as several) > 500 then
          insert into changed_history (org_id, revision, party_id) values (org, noted, '');
        else
          execute format('
            insert into changed_history (org_id, revision, party_id)
            select $1, $2, %2$I from changed where org_id = $1
            union select $1, $2, known.%2$I from %3$I known
              join changed on changed.org_id = known.org_id and changed.%1$I = known.%1$I
              where known.org_id = $1', tg_argv[0], tg_argv[1], tg_table_name) using org, noted;
        end if;
        delete from changed_history where org_id = org and revision <= noted - 1000;
      end loop;
      return null;
    end $$;
    ${triggers.join('')}
  `,
};
