import { LightningElement } from 'lwc';
import changeAlerts from '@salesforce/apex/AlertsController.changeAlerts';
import getAlerts from '@salesforce/apex/AlertsController.getAlerts';
import testAlert from '@salesforce/apex/AlertsController.testAlert';
import type { AlertRouteName, Alerts } from '@leadlight/contract';
import { reduceErrors } from 'c/errors';
import { fill, formatInstant } from 'c/scoreFormat';
import { BANDS, changeOf, draftOf, LEAD_ROUTES, type AlertDraft } from './alertDraft';
import { deliveryRows, hasPendingTest, ROUTES, touchRows, type DeliveryRow, type TouchRow } from './alertTexts';
import { labels } from './labels';

const POLL_INTERVAL_MS = 2_000;
const DIGESTS = { '': labels.digestNone, owners: labels.digestOwners, managers: labels.digestManagers };

/** When people are alerted about leads. The user can turn alerts on and off, change them and send test messages. */
export default class LeadAlerts extends LightningElement {
  labels = labels;
  errors: readonly string[] = [];
  busy = true;
  notice = '';
  draft?: AlertDraft;
  private alerts?: Alerts;
  private timer?: ReturnType<typeof setTimeout>;

  override connectedCallback(): void {
    void this.load(getAlerts());
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  get isLoaded(): boolean {
    return this.draft !== undefined;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  get isOn(): boolean {
    return this.alerts?.settings.isOn ?? false;
  }

  get state(): string {
    const since = this.alerts?.onSince;
    return since ? fill(labels.onSince, formatInstant(since)) : labels.off;
  }

  get switchLabel(): string {
    return this.isOn ? labels.turnOff : labels.turnOn;
  }

  get bands(): readonly { readonly value: string; readonly checked: boolean }[] {
    return BANDS.map((value) => ({ value, checked: this.draft?.bands.includes(value) ?? false }));
  }

  get routes(): readonly { readonly value: string; readonly label: string; readonly checked: boolean }[] {
    const setUp = this.alerts?.setUp ?? [];
    return LEAD_ROUTES.filter((route) => setUp.includes(route)).map((value) => ({
      value,
      label: ROUTES[value],
      checked: this.draft?.routes.includes(value) ?? false,
    }));
  }

  /** The digest goes by e-mail only. */
  get canDigest(): boolean {
    return this.alerts?.setUp.includes('email') ?? false;
  }

  get digests(): readonly { readonly value: string; readonly label: string; readonly selected: boolean }[] {
    return Object.entries(DIGESTS).map(([value, label]) => ({ value, label, selected: value === this.draft?.digest }));
  }

  /** Whether there are quiet hours, which need a start and an end. Weekends are quiet only where there are. */
  get isQuiet(): boolean {
    return this.draft !== undefined && (this.draft.quietFrom !== '' || this.draft.quietTo !== '');
  }

  get isNeverQuiet(): boolean {
    return !this.isQuiet;
  }

  /** A task is not tried: its test would be a notification. */
  get tests(): readonly { readonly route: string; readonly label: string }[] {
    const setUp = this.alerts?.setUp ?? [];
    return setUp
      .filter((route) => route !== 'task')
      .map((route) => ({ route, label: fill(labels.test, ROUTES[route]) }));
  }

  get deliveries(): readonly DeliveryRow[] {
    return this.alerts ? deliveryRows(this.alerts) : [];
  }

  get hasDeliveries(): boolean {
    return this.deliveries.length > 0;
  }

  get touches(): readonly TouchRow[] {
    return this.alerts ? touchRows(this.alerts) : [];
  }

  get hasTouches(): boolean {
    return this.touches.length > 0;
  }

  get touchHelp(): string {
    return fill(labels.touchHelp, this.alerts?.firstTouch?.comparedDays ?? 0);
  }

  handleEntered(event: Event): void {
    const { name, value } = event.target as HTMLInputElement;
    if (this.draft) this.draft = { ...this.draft, [name]: value };
  }

  handleChecked(event: Event): void {
    const { name, checked } = event.target as HTMLInputElement;
    if (this.draft) this.draft = { ...this.draft, [name]: checked };
  }

  handleListed(event: Event): void {
    const { name, value, checked } = event.target as HTMLInputElement;
    if (!this.draft) return;
    const present = name === 'bands' ? this.draft.bands : this.draft.routes;
    const others = present.filter((each) => each !== value);
    this.draft = { ...this.draft, [name]: checked ? [...others, value] : others };
  }

  async handleSubmit(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.draft || this.busy) return;
    if (await this.load(changeAlerts({ change: changeOf(this.draft) }))) this.notice = labels.saved;
  }

  handleSwitch(): void {
    if (!this.busy) void this.load(changeAlerts({ change: { isOn: !this.isOn } }));
  }

  handleTest(event: Event): void {
    const route = (event.currentTarget as HTMLElement).dataset.route as AlertRouteName;
    if (!this.busy) void this.update(testAlert({ route }));
  }

  /** Shows an answer, also in the form. @returns whether there was one */
  private async load(response: Promise<string>): Promise<boolean> {
    const isUpdated = await this.update(response);
    if (isUpdated && this.alerts) this.draft = draftOf(this.alerts);
    return isUpdated;
  }

  private async update(response: Promise<string>): Promise<boolean> {
    clearTimeout(this.timer);
    this.busy = true;
    this.notice = '';
    try {
      this.alerts = JSON.parse(await response) as Alerts;
      this.errors = [];
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
      return false;
    } finally {
      this.busy = false;
    }
    if (this.isConnected && hasPendingTest(this.alerts)) {
      // eslint-disable-next-line @lwc/lwc/no-async-operation -- A worker sends the test message within seconds; the page shows whether it was received.
      this.timer = setTimeout(() => void this.update(getAlerts()), POLL_INTERVAL_MS);
    }
    return true;
  }
}
