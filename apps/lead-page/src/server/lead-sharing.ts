import type { ApexUser } from './apex/apex-users.ts';
import { query, type OrgConnection } from './leads.ts';

/** What the users of the page may do with leads that others own, as the organization-wide default of the org says. */
export interface LeadSharing {
  readonly others: 'hidden' | 'read' | 'edit';
  /** The user of the org for whom the page's rep stands: the one who owns the most open leads; null if no user owns one. */
  readonly repId: string | null;
}

const EVERYTHING: LeadSharing = { others: 'edit', repId: null };

/** By the values of Organization.DefaultLeadAccess. */
const ACCESS: Readonly<Record<string, LeadSharing['others']>> = {
  None: 'hidden',
  Read: 'read',
  Edit: 'edit',
  ReadEditTransfer: 'edit',
};

/**
 * Reads the sharing of leads. Sharing rules, role hierarchy, teams and queues are not modelled: an owner is a user.
 * @param log receives a line where the org does not say what its default is; then every lead is shared
 */
export async function readLeadSharing(org: OrgConnection, log: (line: string) => void): Promise<LeadSharing> {
  const [organization] = await query(org, 'SELECT DefaultLeadAccess FROM Organization').catch(() => []);
  const others = ACCESS[String(organization?.DefaultLeadAccess)];
  if (others === undefined) {
    log('The org does not say how leads are shared: the page shows all of them to every user.');
    return EVERYTHING;
  }
  if (others === 'edit') return EVERYTHING;
  const owners = await query(
    org,
    'SELECT OwnerId owner, COUNT(Id) leads FROM Lead WHERE IsConverted = false GROUP BY OwnerId ORDER BY COUNT(Id) DESC, OwnerId',
  );
  const repId = owners.map(({ owner }) => String(owner)).find((id) => id.startsWith('005'));
  return { others, repId: repId ?? null };
}

/** Reads once; a failure is not kept. */
export function onceRead<Result>(read: () => Promise<Result>): () => Promise<Result> {
  let reading: Promise<Result> | undefined;
  return () =>
    (reading ??= read().catch((error: unknown) => {
      reading = undefined;
      throw error;
    }));
}

/** The user of the org for whom a user of the page stands as an owner of leads; null if that user owns none. */
export const ownerIdOf = (user: ApexUser, { repId }: LeadSharing): string | null => (user === 'rep' ? repId : null);

/** The condition of a query for the leads that a user sees; null = all. The administrator sees all data. */
export function visibleLeads(user: ApexUser, sharing: LeadSharing): string | null {
  if (user === 'administrator' || sharing.others !== 'hidden') return null;
  // An id has letters and digits only, so it needs no escape.
  return `OwnerId = '${ownerIdOf(user, sharing) ?? '000000000000000AAA'}'`;
}
