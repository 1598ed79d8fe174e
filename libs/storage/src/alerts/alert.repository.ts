import type {
  AlertCandidate,
  AlertedLead,
  AlertState,
  AlertStore,
  DigestLead,
  FirstTouch,
  WaitingLead,
} from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database, Trx } from '../database/tables.ts';
import { alertDeliveries } from './alert-deliveries.ts';
import { alertSettings } from './alert-settings.ts';

type CandidateRow = Omit<AlertCandidate, 'state'> &
  Omit<AlertState, 'leadId' | 'score' | 'band' | 'modelLabel'> & {
    readonly knownScore: number | null;
    readonly knownBand: string;
    readonly knownModel: string;
  };

/** The newest completed activity towards a lead, by its last version. @param lead alias of the row with the lead's id */
const touchedAt = (lead: string, subject: string) => sql`(
  select max(touch.completed_at) from activity_version touch
  where touch.party_id = ${sql.ref(`${lead}.${subject}`)} and touch.org_id = ${sql.ref(`${lead}.org_id`)}
    and not touch.incoming and not touch.deleted and touch.completed_at is not null
    and not exists (select from activity_version newer
      where newer.org_id = touch.org_id and newer.activity_id = touch.activity_id
        and (newer.changed_at, newer.revision) > (touch.changed_at, touch.revision)))`;

const newestVersion = (lead: string, subject: string) => sql`(
  select version.created_at, version.fields ->> 'OwnerId' as owner_id from lead_version version
  where version.org_id = ${sql.ref(`${lead}.org_id`)} and version.lead_id = ${sql.ref(`${lead}.${subject}`)}
    and version.fields is not null
  order by version.changed_at desc, version.revision desc limit 1)`;

export function alertRepository(db: Database | Trx): AlertStore {
  return {
    ...alertSettings(db),
    ...alertDeliveries(db),

    async listCandidates(orgId, leadIds, limit) {
      const ofThese = leadIds === undefined ? sql`` : sql`and latest.subject_id = any(${leadIds}::text[])`;
      const { rows } = await sql<CandidateRow>`
        with changed as materialized (
          select latest.org_id, latest.subject_id, latest.score, latest.band, latest.model_label, latest.scored_at,
            latest.urgent, known.score as known_score, known.band as known_band, known.model_label as known_model,
            known.band_since, known.reference_score, known.reference_at, known.seen_at
          from outbox latest
          join lead on lead.org_id = latest.org_id and lead.lead_id = latest.subject_id and lead.open
          left join alert_state known on known.org_id = latest.org_id and known.subject_id = latest.subject_id
          where latest.org_id = ${orgId} and latest.unranked is null ${ofThese}
            and (latest.score, latest.band, latest.model_label) is distinct from (known.score, known.band, known.model_label)
          order by latest.subject_id limit ${limit}
        )
        select changed.subject_id as "leadId", changed.score, changed.band, changed.model_label as "modelLabel",
          changed.scored_at as "scoredAt", version.created_at as "createdAt", changed.urgent as "hasChanged",
          changed.known_score as "knownScore", changed.known_band as "knownBand", changed.known_model as "knownModel",
          changed.band_since as "bandSince", changed.reference_score as "referenceScore",
          changed.reference_at as "referenceAt", changed.seen_at as "seenAt"
        from changed cross join lateral ${newestVersion('changed', 'subject_id')} version
        order by changed.subject_id`.execute(db);
      return rows.map(candidateOf);
    },

    async listWaiting(orgId, band, before, limit) {
      const { rows } = await sql<WaitingLead>`
        select state.subject_id as "leadId", latest.score, latest.band, state.band_since as "bandSince"
        from alert_state state
        join outbox latest on latest.org_id = state.org_id and latest.subject_id = state.subject_id
        join lead on lead.org_id = state.org_id and lead.lead_id = state.subject_id and lead.open
        where state.org_id = ${orgId} and state.band = ${band} and state.band_since <= ${before}::int8
          and latest.unranked is null and latest.band = ${band}
          and not exists (select from alert where alert.org_id = state.org_id and alert.subject_id = state.subject_id
            and alert.rule = 'untouched' and alert.cause = state.band_since::text)
          and coalesce(${touchedAt('state', 'subject_id')}, 0) < state.band_since
        order by state.subject_id limit ${limit}`.execute(db);
      return rows;
    },

    async lastRaised(orgId, rule, leadIds) {
      const { rows } = await sql<{ id: string; at: number }>`
        select subject_id as id, max(created_at) as at from alert
        where org_id = ${orgId} and rule = ${rule} and subject_id = any(${leadIds}::text[]) group by 1`.execute(db);
      return new Map(rows.map(({ id, at }) => [id, at]));
    },

    async findLead(orgId, leadId) {
      const { rows } = await sql<AlertedLead>`
        select lead.open and latest.unranked is null as "isOpen", latest.score, latest.band, latest.reasons,
          ${touchedAt('latest', 'subject_id')} as "touchedAt"
        from outbox latest join lead on lead.org_id = latest.org_id and lead.lead_id = latest.subject_id
        where latest.org_id = ${orgId} and latest.subject_id = ${leadId}`.execute(db);
      return rows[0];
    },

    async listForDigest(orgId, band) {
      const { rows } = await sql<DigestLead>`
        select latest.subject_id as "leadId", version.owner_id as "ownerId", latest.score,
          coalesce(state.band_since, latest.scored_at) as "bandSince", ${touchedAt('latest', 'subject_id')} as "touchedAt"
        from outbox latest
        join lead on lead.org_id = latest.org_id and lead.lead_id = latest.subject_id and lead.open
        cross join lateral ${newestVersion('latest', 'subject_id')} version
        left join alert_state state on state.org_id = latest.org_id and state.subject_id = latest.subject_id
        where latest.org_id = ${orgId} and latest.band = ${band} and latest.unranked is null
          and version.owner_id like '005%'
        order by latest.probability desc, latest.subject_id`.execute(db);
      return rows;
    },

    async listFirstTouches(orgId, createdSince) {
      const { rows } = await sql<FirstTouch>`
        select first.band, version.created_at as "createdAt",
          (select min(touch.completed_at) from activity_version touch
            where touch.org_id = lead.org_id and not touch.incoming and not touch.deleted
              and touch.completed_at >= version.created_at
              and (touch.party_id = lead.lead_id or touch.party_id = coalesce(lead.master_contact_id, lead.contact_id))
              and touch.completed_at <= coalesce(version.converted_at, touch.completed_at)) as "touchedAt",
          case when version.converted_at is not null then version.converted_at
            when not lead.open then lead.changed_at end as "closedAt"
        from lead
        cross join lateral (select newest.created_at, newest.converted_at from lead_version newest
          where newest.org_id = lead.org_id and newest.lead_id = lead.lead_id
            and newest.changed_at = lead.changed_at and newest.revision = lead.revision) version
        cross join lateral (select scored.band from score_log scored
          where scored.org_id = lead.org_id and scored.subject_id = lead.lead_id
          order by scored.scored_at, scored.entry_id limit 1) first
        where lead.org_id = ${orgId} and version.created_at >= ${createdSince}::int8
        order by lead.lead_id`.execute(db);
      return rows;
    },
  };
}

function candidateOf(row: CandidateRow): AlertCandidate {
  const { leadId, score, band, modelLabel, scoredAt, createdAt, hasChanged } = row;
  const { knownScore, knownBand, knownModel, bandSince, referenceScore, referenceAt, seenAt } = row;
  const known = { score: knownScore!, band: knownBand, modelLabel: knownModel };
  return {
    ...{ leadId, score, band, modelLabel, scoredAt, createdAt, hasChanged },
    state: knownScore === null ? null : { leadId, ...known, bandSince, referenceScore, referenceAt, seenAt },
  };
}
