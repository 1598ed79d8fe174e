import type { Migration } from '../migration.ts';

/**
 * Updates of leads that were closed meanwhile are skipped, and what the CRM last took is told by more than its score. Of
 * what it took before this migration that is not known: each such lead is written once more when it is next scored.
 */
export const gistOfUpdates: Migration = {
  name: 'what a reader of a written score sees of it, and updates of closed leads',
  statements: `
    alter table outbox add column gist text;
    alter table outbox add column written_gist text;
    alter table outbox drop constraint outbox_state_check;
    alter table outbox add constraint outbox_state_check check (state in ('pending', 'written', 'failed', 'skipped'));
  `,
};
