/** The people of an org, as last synced. They are stored with `LeadHistoryStore.append`. */
export interface CrmUsers {
  /** Names by id. If there are more than `limit`, active people come first, then those changed most recently. */
  names(orgId: string, limit: number): Promise<ReadonlyMap<string, string>>;
}
