import type { AccountLead, AccountLeadsStore } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import { ownerOf } from './ranked-leads.repository.ts';

type Row = Omit<AccountLead, 'company'> & {
  readonly accountId: string | null;
  readonly domain: string | null;
  readonly name: string | null;
};

export function accountLeadsRepository(db: Database): AccountLeadsStore {
  return {
    async find(orgId, { accountId, domains, names }, limit) {
      const { rows } = await sql<Row>`
        with matching as materialized (
          select scored.org_id, scored.subject_id from outbox scored
          where scored.org_id = ${orgId} and scored.account_id = ${accountId}
          union
          select scored.org_id, scored.subject_id from outbox scored
          where scored.org_id = ${orgId} and scored.company_domain = any(${domains}::text[])
            and (scored.account_id is null or ${accountId}::text is null)
          union
          select scored.org_id, scored.subject_id from outbox scored
          where scored.org_id = ${orgId} and scored.company_name = any(${names}::text[])
            and (scored.account_id is null or ${accountId}::text is null)
            and (scored.company_domain is null or cardinality(${domains}::text[]) = 0)
        )
        select scored.subject_id as "leadId", score, band, probability, qualified, unranked, reasons,
          account_id as "accountId", company_domain as domain, company_name as name, scored_at as "scoredAt",
          ${ownerOf('scored')} as "ownerId"
        from matching join outbox scored on scored.org_id = matching.org_id and scored.subject_id = matching.subject_id
        join lead on lead.org_id = scored.org_id and lead.lead_id = scored.subject_id
        where lead.open
        order by probability desc, scored.subject_id limit ${limit}`.execute(db);
      return rows.map(({ accountId: account, domain, name, ...lead }) => ({
        ...lead,
        company: { accountId: account, domain, name },
      }));
    },
  };
}
