/**
 * Audiences that are written to list views. Of which the org may have a list view is kept after the audience, until a worker has
 * deleted the list view.
 */
export const audienceListViews = `
  alter table audience add column list_view boolean not null default false;
  create table audience_list_view (
    org_id text not null,
    audience_id text not null,
    primary key (org_id, audience_id)
  );
`;
