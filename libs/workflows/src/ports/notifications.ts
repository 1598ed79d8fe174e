import type { Instant } from '@leadlight/lead-features';

export const notificationRoutes = ['email', 'webhook', 'slack', 'salesforce'] as const;
/** A way by which administrators are notified. */
export type NotificationRoute = (typeof notificationRoutes)[number];

/** One event on its way to one route, the first time or as a reminder. */
export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly route: NotificationRoute;
  /** 0 = the notification, 1 and 2 = reminders. */
  readonly reminder: number;
  /** `pending` also while it is being sent; `failed` where it was given up. */
  readonly state: 'pending' | 'sent' | 'failed';
  /** How often sending has begun: more than once after a failure, or where the worker was killed while it sent. */
  readonly attempts: number;
  /** Whether the end of an attempt is not known, so that it may have been received. */
  readonly interrupted: boolean;
  readonly createdAt: Instant;
  readonly nextAttemptAt: Instant;
  readonly sentAt: Instant | null;
  /** Why the last attempt that ended failed; null = it did not. */
  readonly failure: string | null;
}

export interface DeliveryStore {
  /** Adds deliveries; one that exists for the event, route and reminder stays as it is. */
  add(orgId: string, deliveries: readonly Delivery[]): Promise<void>;
  /**
   * Takes the pending delivery that is due first and begins an attempt, so that no other process takes it before `retryAt`.
   * @returns undefined if none is due
   */
  take(orgId: string, now: Instant, retryAt: Instant): Promise<Delivery | undefined>;
  /** Ends an attempt: sent, to be tried again at the given time, or given up. Ignored if the delivery is no longer pending. */
  settle(
    orgId: string,
    deliveryId: string,
    outcome:
      | { readonly sentAt: Instant }
      | { readonly failure: string; readonly retryAt: Instant }
      | { readonly failure: string; readonly givenUp: true },
  ): Promise<void>;
  /** The newest first. */
  list(orgId: string, limit: number): Promise<readonly Delivery[]>;
}

/** A route that was turned off keeps its settings and its secret. */
export interface SwitchedRoute {
  readonly isOff?: boolean;
}

/** What a route needs, without its secrets; null = not set up. */
export interface RouteSettings {
  readonly email: (SwitchedRoute & { readonly to: readonly string[]; readonly from: string }) | null;
  /** Private addresses are rejected unless allowed. */
  readonly webhook: (SwitchedRoute & { readonly allowPrivate: boolean }) | null;
  readonly slack: (SwitchedRoute & { readonly allowPrivate: boolean }) | null;
  readonly salesforce: SwitchedRoute | null;
}

export interface RouteSettingsStore {
  /** None is set up where nothing was saved. */
  find(orgId: string): Promise<RouteSettings>;
  save(orgId: string, settings: RouteSettings, at: Instant, actor: string): Promise<void>;
}
