/** What an org last reported of its API calls; null before it has. Primary key org_id. */
export interface ApiAllowanceTable {
  org_id: string;
  call_limit: number | null;
  used: number | null;
  /** By the database's clock. */
  reported_at: number | null;
}

/** API calls that a process has reserved and may not have made yet. Primary key (org_id, holder). */
export interface ReservedCallsTable {
  org_id: string;
  holder: string;
  calls: number;
  /** By the database's clock. */
  reserved_at: number;
}
