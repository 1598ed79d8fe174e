import { LightningElement } from 'lwc';
import listNotifications from '@salesforce/apex/NotificationsController.listNotifications';
import switchRoute from '@salesforce/apex/NotificationsController.switchRoute';
import testRoute from '@salesforce/apex/NotificationsController.testRoute';
import type { NotificationRouteName, Notifications } from '@leadlight/contract';
import { reduceErrors } from 'c/errors';
import { labels } from './labels';
import { deliveryRows, hasPendingTest, routeRows, type DeliveryRow, type RouteRow } from './routeRows';

const POLL_INTERVAL_MS = 2_000;

/** By which routes administrators are notified. The user can turn them on and off and send a test message. */
export default class NotificationRoutes extends LightningElement {
  labels = labels;
  errors: readonly string[] = [];
  busy = true;
  private notifications?: Notifications;
  private timer?: ReturnType<typeof setTimeout>;

  override connectedCallback(): void {
    void this.update(listNotifications());
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  get rows(): readonly RouteRow[] {
    return this.notifications ? routeRows(this.notifications) : [];
  }

  get deliveries(): readonly DeliveryRow[] {
    return this.notifications ? deliveryRows(this.notifications) : [];
  }

  get hasDeliveries(): boolean {
    return this.deliveries.length > 0;
  }

  get isLoaded(): boolean {
    return this.notifications !== undefined;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  handleSwitch(event: Event): void {
    const row = this.rowOf(event);
    if (row && !this.busy) void this.update(switchRoute({ route: row.route, isOn: !row.isOn }));
  }

  handleTest(event: Event): void {
    const row = this.rowOf(event);
    if (row && !this.busy) void this.update(testRoute({ route: row.route }));
  }

  private rowOf(event: Event): RouteRow | undefined {
    const route = (event.currentTarget as HTMLElement).dataset.route as NotificationRouteName;
    return this.rows.find((row) => row.route === route);
  }

  private async update(response: Promise<string>): Promise<void> {
    clearTimeout(this.timer);
    this.busy = true;
    try {
      this.notifications = JSON.parse(await response) as Notifications;
      this.errors = [];
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
    if (this.isConnected && this.notifications && hasPendingTest(this.notifications)) {
      // eslint-disable-next-line @lwc/lwc/no-async-operation -- A worker sends the test message within seconds; the page shows whether it was received.
      this.timer = setTimeout(() => void this.update(listNotifications()), POLL_INTERVAL_MS);
    }
  }
}
