import type { Migration } from '../migration.ts';

export const scoringSettings: Migration = {
  name: 'scoring settings with their earlier revisions',
  statements: `
    create table scoring_settings (
      org_id text not null,
      revision int4 not null check (revision > 0),
      settings json not null,
      changed_at int8 not null,
      changed_by text not null,
      restores int4,
      primary key (org_id, revision)
    );
  `,
};
