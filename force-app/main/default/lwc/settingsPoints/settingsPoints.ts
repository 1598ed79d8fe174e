import { LightningElement, api } from 'lwc';
import type { FieldUse, PointsRule } from '@leadlight/contract';
import { labels } from './labels';
import { enteredRule, newRule, pointsRows, type PointsRow } from './pointsRows';

/** The points table: the built-in one, or the administrator's own rules. */
export default class SettingsPoints extends LightningElement {
  /** null = the built-in table. */
  @api rules: readonly PointsRule[] | null = null;
  /** The rules of the built-in table. They are shown, and the org's own table starts with them. */
  @api builtIn: readonly PointsRule[] = [];
  @api fields: readonly FieldUse[] = [];
  labels = labels;

  get isBuiltIn(): boolean {
    return this.rules === null;
  }

  get rows(): PointsRow[] {
    return pointsRows(this.rules ?? this.builtIn, this.fields);
  }

  get hasRules(): boolean {
    return this.rows.length > 0;
  }

  private get startOfOwnTable(): readonly PointsRule[] {
    return this.builtIn.length > 0 ? this.builtIn : [newRule];
  }

  handleBuiltIn(event: Event): void {
    this.dispatchRules((event.currentTarget as HTMLInputElement).checked ? null : this.startOfOwnTable);
  }

  handleEntered(event: Event): void {
    const { dataset, value } = event.currentTarget as HTMLInputElement;
    const row = Number(dataset.row);
    this.dispatchRules(
      (this.rules ?? []).map((rule, index) => (index === row ? enteredRule(rule, dataset.input ?? '', value) : rule)),
    );
  }

  handleAdd(): void {
    this.dispatchRules([...(this.rules ?? []), newRule]);
  }

  handleRemove(event: Event): void {
    const row = Number((event.currentTarget as HTMLElement).dataset.row);
    this.dispatchRules((this.rules ?? []).filter((_, index) => index !== row));
  }

  private dispatchRules(detail: readonly PointsRule[] | null): void {
    this.dispatchEvent(new CustomEvent('points', { detail }));
  }
}
