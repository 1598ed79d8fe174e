import { LightningElement } from 'lwc';
import listKeys, { type ServiceKeyLine } from '@salesforce/apex/ServiceKeysController.listKeys';
import renewKey from '@salesforce/apex/ServiceKeysController.renewKey';
import { reduceErrors } from 'c/errors';
import { keyRows, type KeyRow } from './keyRows';
import { labels } from './labels';

/** The keys with which Salesforce calls the scoring service. The user can renew one after a confirmation. */
export default class ServiceKeys extends LightningElement {
  labels = labels;
  lines: readonly ServiceKeyLine[] = [];
  errors: readonly string[] = [];
  busy = true;
  done = '';
  private selectedPrincipal?: string;

  override connectedCallback(): void {
    void this.update(async () => '');
  }

  get rows(): readonly KeyRow[] {
    return keyRows(this.lines, this.selectedPrincipal);
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  handleRenew(event: Event): void {
    this.selectedPrincipal = (event.currentTarget as HTMLElement).dataset.principal;
    this.done = '';
  }

  handleCancel(): void {
    this.selectedPrincipal = undefined;
  }

  handleConfirm(): void {
    const principal = this.lines.find((line) => line.principal === this.selectedPrincipal)?.principal;
    if (!principal || this.busy) return;
    this.selectedPrincipal = undefined;
    void this.update(async () => {
      await renewKey({ principal });
      return labels.done;
    }, labels.failure);
  }

  /** Reads the keys after an action. That call is sent with the new key, which proves it. */
  private async update(act: () => Promise<string>, hint = ''): Promise<void> {
    this.busy = true;
    this.errors = [];
    this.done = '';
    try {
      const done = await act();
      this.lines = await listKeys();
      this.done = done;
    } catch (error) {
      const messages = reduceErrors(error, labels.unknownError);
      this.errors = hint === '' ? messages : [...messages, hint];
    } finally {
      this.busy = false;
    }
  }
}
