import type { ApiUsage } from './crm.ts';

/** What people see of a notification in the CRM. */
export interface CrmNotification {
  readonly title: string;
  readonly body: string;
}

/** How many API calls the CRM has left. */
export interface CrmLimits {
  /** As the CRM counts them now. @throws where it does not answer */
  readApiUsage(): Promise<ApiUsage>;
}

/** Notifications inside the CRM. */
export interface CrmNotifications {
  /**
   * Who would be notified: the active users who administer lead scoring there.
   * @throws where it cannot be found out, or nobody does
   */
  countAdministrators(): Promise<number>;
  /**
   * Notifies them. Long texts are shortened.
   * @throws where nobody was notified
   */
  notifyAdministrators(notification: CrmNotification): Promise<void>;
}
