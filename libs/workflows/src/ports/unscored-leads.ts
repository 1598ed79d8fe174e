/** A lead whose history changed since it was last scored. */
export interface UnscoredLead {
  readonly leadId: string;
  /** Grows with every change: a later change of the same lead is another mark. */
  readonly mark: number;
}

/**
 * Marks that `LeadHistoryStore.append` sets, in the transaction that stores the change, once an org was synced for the
 * first time: what a killed process had stored and not scored is scored by the next one. `Outbox.enqueue` takes them back.
 */
export interface UnscoredLeads {
  /** Those that changed first come first. */
  list(orgId: string, limit: number): Promise<readonly UnscoredLead[]>;
  /** The latest mark; 0 where there is none. */
  latest(orgId: string): Promise<number>;
  /** Takes back the marks up to `mark`: every open lead was scored since. */
  forgetUpTo(orgId: string, mark: number): Promise<void>;
}
