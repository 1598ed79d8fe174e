/** What a logged score was computed from, so that it can be computed again. */
export const scoreRows = `
  alter table score_log add column row_values json;
  alter table score_log add column context_id text;

  create table scoring_context (
    org_id text not null,
    context_id text not null,
    document text not null,
    primary key (org_id, context_id)
  );
`;
