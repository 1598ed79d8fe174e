/** A lead whose history changed since it was last scored. */
export interface UnscoredLead {
  readonly leadId: string;
  /** Grows with every change: a later change of the same lead sets a new mark. */
  readonly mark: number;
}

/**
 * Marks of changed leads. `LeadHistoryStore.append` sets them in the transaction that stores the change, after the first sync
 * of an org; `Outbox.enqueue` removes them. The next process scores what a killed one stored but did not score.
 */
export interface UnscoredLeads {
  /** In the order of their changes. */
  list(orgId: string, limit: number): Promise<readonly UnscoredLead[]>;
  /** The latest mark; 0 if there is none. */
  latest(orgId: string): Promise<number>;
  /** Removes the marks up to `mark`, because every open lead was scored since. */
  forgetUpTo(orgId: string, mark: number): Promise<void>;
}
