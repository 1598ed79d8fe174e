/** The people of an org, as last synced. They are stored with `LeadHistoryStore.append`. */
export interface CrmUsers {
  /** Names by id. If there are more than `limit`, active people come first, then those changed most recently. */
  names(orgId: string, limit: number): Promise<ReadonlyMap<string, string>>;
  /** The manager's id by user id, also of people who have left; a user without a manager is absent. */
  managers(orgId: string): Promise<ReadonlyMap<string, string>>;
}
