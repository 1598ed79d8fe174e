import { LightningElement, api } from 'lwc';
import CANCEL from '@salesforce/label/c.Leadlight_Models_Cancel';

/**
 * Asks before something is changed. Fires `confirm` or `cancel`. What should be read first has a place before the question, and
 * inputs have one after it (slot `choices`).
 */
export default class Confirmation extends LightningElement {
  @api question = '';
  /** What the button that confirms says. */
  @api confirmLabel = '';
  cancelLabel = CANCEL;

  handleConfirm(): void {
    this.dispatchEvent(new CustomEvent('confirm'));
  }

  handleCancel(): void {
    this.dispatchEvent(new CustomEvent('cancel'));
  }
}
