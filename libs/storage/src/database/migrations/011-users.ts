import type { Migration } from '../migration.ts';

export const users: Migration = {
  name: 'colleagues whom lookups name',
  statements: `
    create table crm_user (
      org_id text not null,
      user_id text collate "C" not null,
      changed_at int8 not null,
      deleted boolean not null,
      created_at int8 not null,
      name text not null,
      user_type text,
      active boolean not null,
      primary key (org_id, user_id)
    );
  `,
};
