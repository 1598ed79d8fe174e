/** The people of an org, as the CRM last told of them. They are stored with `LeadHistoryStore.append`. */
export interface CrmUsers {
  /** What people are called, by their id; of more than `most` those who are active, the latest changed first. */
  names(orgId: string, most: number): Promise<ReadonlyMap<string, string>>;
}
