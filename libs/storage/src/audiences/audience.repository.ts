import type { Audience, AudienceStore } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows, storableJson } from '../database/storable-json.ts';
import type { Database } from '../database/tables.ts';

const COLUMNS = [
  'audience_id as id',
  'name',
  'definition',
  'campaign_id as campaignId',
  'list_view as listView',
  'revision',
  'confirmed_revision as confirmedRevision',
  'confirmed_by as confirmedBy',
  'changed_at as changedAt',
  'write_requested_at as writeRequestedAt',
  'last_write as lastWrite',
] as const;

const rowOf = ({ name, definition, campaignId, listView, revision, changedAt }: Audience) => ({
  name,
  definition: storableJson(definition),
  campaign_id: campaignId,
  list_view: listView,
  revision,
  changed_at: changedAt,
});

export function audienceRepository(db: Database): AudienceStore {
  const ofOrg = (orgId: string) => db.selectFrom('audience').select(COLUMNS).where('org_id', '=', orgId);
  return {
    list: (orgId) =>
      ofOrg(orgId)
        .orderBy(sql`lower(name)`)
        .execute(),

    find: (orgId, idOrName) =>
      ofOrg(orgId)
        .where((each) =>
          each.or([each('audience_id', '=', idOrName), each(sql`lower(name)`, '=', idOrName.toLowerCase())]),
        )
        // An id comes before the same text as a name.
        .orderBy(sql`audience_id = ${idOrName}`, 'desc')
        .limit(1)
        .executeTakeFirst(),

    async create(orgId, audience) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('audience')
        .values({
          org_id: orgId,
          audience_id: audience.id,
          confirmed_revision: null,
          confirmed_by: null,
          write_requested_at: null,
          last_write: null,
          ...rowOf(audience),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async change(orgId, audience, basedOn) {
      const { numUpdatedRows } = await db
        .updateTable('audience')
        .set(rowOf(audience))
        .where('org_id', '=', orgId)
        .where('audience_id', '=', audience.id)
        .where('revision', '=', basedOn)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async confirm(orgId, audienceId, revision, by) {
      const { numUpdatedRows } = await db
        .updateTable('audience')
        .set({ confirmed_revision: revision, confirmed_by: by })
        .where('org_id', '=', orgId)
        .where('audience_id', '=', audienceId)
        .where('revision', '=', revision)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async requestWrite(orgId, audienceId, revision, at) {
      const { numUpdatedRows } = await db
        .updateTable('audience')
        .set({ write_requested_at: at })
        .where('org_id', '=', orgId)
        .where('audience_id', '=', audienceId)
        .where('revision', '=', revision)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async saveWrite(orgId, audienceId, write) {
      await db
        .updateTable('audience')
        .set({ last_write: storableJson(write) })
        .where('org_id', '=', orgId)
        .where('audience_id', '=', audienceId)
        .execute();
    },

    async delete(orgId, audienceId) {
      await db
        .deleteFrom('audience_member')
        .where('org_id', '=', orgId)
        .where('audience_id', '=', audienceId)
        .execute();
      const { numDeletedRows } = await db
        .deleteFrom('audience')
        .where('org_id', '=', orgId)
        .where('audience_id', '=', audienceId)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },

    async noteListView(orgId, audienceId) {
      await db
        .insertInto('audience_list_view')
        .values({ org_id: orgId, audience_id: audienceId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async endedListViews(orgId) {
      const { rows } = await sql<{ id: string }>`
        select audience_id as id from audience_list_view as noted
        where org_id = ${orgId} and not exists (
          select from audience
          where audience.org_id = noted.org_id and audience.audience_id = noted.audience_id and list_view)
        order by audience_id`.execute(db);
      return rows.map(({ id }) => id);
    },

    async forgetListView(orgId, audienceId) {
      await db
        .deleteFrom('audience_list_view')
        .where('org_id', '=', orgId)
        .where('audience_id', '=', audienceId)
        .execute();
    },

    listMembers: (orgId, audienceId) =>
      db
        .selectFrom('audience_member')
        .select(['subject_id as leadId', 'state', 'campaign_member_id as campaignMemberId', 'since'])
        .where('org_id', '=', orgId)
        .where('audience_id', '=', audienceId)
        .orderBy('subject_id')
        .execute(),

    async saveMembers(orgId, audienceId, members) {
      if (members.length === 0) return;
      await sql`
        insert into audience_member (org_id, audience_id, subject_id, state, campaign_member_id, since)
        select ${orgId}, ${audienceId}, entry."leadId", entry.state, entry."campaignMemberId", entry.since
        from json_to_recordset(${jsonRows(members)}::json) as entry(
          "leadId" text, state text, "campaignMemberId" text, since int8)
        on conflict (org_id, audience_id, subject_id) do update
        set state = excluded.state, campaign_member_id = excluded.campaign_member_id, since = excluded.since`.execute(
        db,
      );
    },

    async countMembers(orgId, audienceId) {
      const { rows } = await sql<{ added: number; heldOut: number; changedAt: number | null }>`
        select count(*) filter (where state = 'added')::int4 as added,
          count(*) filter (where state = 'held_out')::int4 as "heldOut", max(since) as "changedAt"
        from audience_member where org_id = ${orgId} and audience_id = ${audienceId}`.execute(db);
      return rows[0]!;
    },
  };
}
