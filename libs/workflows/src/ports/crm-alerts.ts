/** A lead as the CRM names it now. */
export interface CrmLead {
  readonly name: string;
  /** null = none */
  readonly company: string | null;
  /** A user or a queue. */
  readonly ownerId: string;
  readonly isOpen: boolean;
}

export interface CrmRecipient {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** What alerts read of the CRM and write to it. */
export interface CrmAlerts {
  /** IANA name, such as `Europe/Berlin`. */
  timeZone(): Promise<string>;
  /** The address of a record's page. */
  addressOf(recordId: string): string;
  /** Leads that are gone, or not readable, are absent. */
  findLeads(leadIds: readonly string[]): Promise<ReadonlyMap<string, CrmLead>>;
  /** The active ones of these users. */
  findUsers(userIds: readonly string[]): Promise<readonly CrmRecipient[]>;
  /** The active users who own a lead: the owner, or the members of the queue and of its groups. Roles are not resolved. */
  membersOf(ownerId: string): Promise<readonly string[]>;
  /**
   * Sends a custom notification that opens the record. Long texts are shortened.
   * @param recordId the record to open; null = the tab Lead Scoring
   */
  notify(
    userIds: readonly string[],
    notification: { readonly title: string; readonly body: string; readonly recordId: string | null },
  ): Promise<void>;
  /** Whether a task with this description exists for the lead: an earlier attempt may have created it. */
  hasTask(leadId: string, subject: string, description: string): Promise<boolean>;
  /** Creates an open task of the user. */
  createTask(task: {
    readonly leadId: string;
    readonly ownerId: string;
    readonly subject: string;
    readonly description: string;
    /** `YYYY-MM-DD` */
    readonly dueOn: string;
  }): Promise<void>;
}
