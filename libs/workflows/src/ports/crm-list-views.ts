/** What became of one lead of a write. */
export type ListedResult = { readonly leadId: string } | { readonly leadId: string; readonly error: string };

/** The audience that a list view shows. */
export interface ListedAudience {
  readonly id: string;
  readonly name: string;
}

/**
 * List views of the CRM that show the leads of an audience. A list view filters fields, so each lead carries the keys of the
 * audiences that it is in.
 */
export interface CrmListViews {
  /** Creates the list view of an audience unless there is one. @returns its label */
  ensure(audience: ListedAudience): Promise<string>;
  /** The leads that the list view shows. */
  listLeads(audienceId: string): Promise<readonly string[]>;
  /** Shows leads in the list view, each on its own. */
  add(audienceId: string, leadIds: readonly string[]): Promise<readonly ListedResult[]>;
  /** Shows leads no longer, each on its own. */
  remove(audienceId: string, leadIds: readonly string[]): Promise<readonly ListedResult[]>;
  /** Deletes the list view; one that is gone already is no error. */
  delete(audienceId: string): Promise<void>;
}
