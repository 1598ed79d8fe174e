import type { Migration } from '../migration.ts';

export const feedbackOnReasons: Migration = {
  name: 'feedback on one reason of a score',
  statements: `
    alter table feedback add column input_hash text;
    alter table feedback add column feature text;
    alter table feedback drop constraint feedback_verdict_check;
    alter table feedback add constraint feedback_verdict_check check (
      case when feature is null
        then verdict in ('agree', 'disagree')
        else verdict in ('wrong', 'out_of_date', 'helpful')
      end
    );
    create index feedback_feature on feedback (org_id, at) where feature is not null;
  `,
};
