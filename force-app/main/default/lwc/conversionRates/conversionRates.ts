import { LightningElement } from 'lwc';
import getConversionRates from '@salesforce/apex/LeadlightAdminController.getConversionRates';
import type { ConversionGrouping, ConversionRates as Rates } from '@leadlight/contract';
import { reduceErrors } from 'c/errors';
import { textsOfGoal } from 'c/reportFormat';
import { fill, formatCount, formatDays, formatInstant } from 'c/scoreFormat';
import { labels } from './labels';
import { heldOutRows, rateRows, type Names, type RateRow } from './rateRows';

const GROUPINGS: readonly ConversionGrouping[] = ['band', 'rep', 'team', 'source', 'month'];
/** A button shows the others. */
const MAX_ROWS = 12;

const SUCCESS = {
  converted: { title: labels.converted, share: labels.share },
  won: { title: labels.won, share: labels.wonShare },
  reached: { title: labels.goalReached, share: labels.goalReachedShare },
};
const NOTES: Partial<Record<ConversionGrouping, string>> = { rep: labels.repNote, team: labels.teamNote };

/** How leads turned out, by band, rep, team, lead source or month, and what the scores promised. */
export default class ConversionRates extends LightningElement {
  labels = labels;
  errors: readonly string[] = [];
  busy = true;
  showsAll = false;
  private groupedBy: ConversionGrouping = 'band';
  private rates?: Rates;
  private names: Names = {};

  override connectedCallback(): void {
    void this.load();
  }

  get options() {
    return GROUPINGS.map((value) => ({ value, label: labels[value], selected: value === this.groupedBy }));
  }

  get allRows(): readonly RateRow[] {
    if (!this.rates) return [];
    return this.isHeldOut ? heldOutRows(this.rates) : rateRows(this.rates, this.names);
  }

  get rows(): readonly RateRow[] {
    return this.showsAll || !this.hasMore ? this.allRows : [...this.allRows.slice(0, MAX_ROWS), this.allRows.at(-1)!];
  }

  /** One row more would be as long as the button. */
  get hasMore(): boolean {
    return this.allRows.length > MAX_ROWS + 2;
  }

  get hasRows(): boolean {
    return this.allRows.length > 0;
  }

  get isEmpty(): boolean {
    return this.rates !== undefined && !this.hasRows;
  }

  /** Whether the rows are of leads of the org, and not of held-out snapshots. */
  get countsOrgLeads(): boolean {
    return !this.isHeldOut;
  }

  get hasScores(): boolean {
    return this.countsOrgLeads && Boolean(this.rates?.overall.scores);
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  /** Of the rows that are shown: while another grouping loads, these are still the earlier ones. */
  get groupTitle(): string {
    return labels[this.rates?.groupedBy ?? this.groupedBy];
  }

  get leadsTitle(): string {
    return this.isHeldOut ? labels.snapshots : labels.leads;
  }

  get successTitle(): string {
    const goal = this.rates?.goal;
    return goal?.kind === 'status' ? goal.status : textsOfGoal(goal?.kind, SUCCESS).title;
  }

  get shareTitle(): string {
    return textsOfGoal(this.rates?.goal.kind, SUCCESS).share;
  }

  /** What the figures are, what they leave out and what they do not show. */
  get notes(): readonly string[] {
    const { rates } = this;
    if (!rates || rates.unavailable) return [];
    const days = formatDays(rates.horizonDays);
    const unscored = rates.unscored ?? 0;
    return [
      this.isHeldOut
        ? fill(labels.heldOut, days)
        : fill(rates.groupedBy === 'band' ? labels.helpBand : labels.help, days),
      ...(unscored > 0 && !this.isHeldOut ? [fill(labels.unscored, formatCount(unscored))] : []),
      ...(this.countsOrgLeads && !this.hasScores ? [fill(labels.noScores, days)] : []),
      ...[NOTES[rates.groupedBy] ?? []].flat(),
      fill(labels.countedAt, formatInstant(rates.countedAt)),
    ];
  }

  get emptyText(): string {
    switch (this.rates?.unavailable) {
      case 'no_managers':
        return labels.noManagers;
      case 'owner_not_read':
        return fill(labels.notRead, 'OwnerId');
      case 'source_not_read':
        return fill(labels.notRead, 'LeadSource');
      default:
        return labels.empty;
    }
  }

  get toggleLabel(): string {
    return this.showsAll ? labels.showFewer : fill(labels.showAll, formatCount(this.allRows.length - 1));
  }

  get expanded(): string {
    return String(this.showsAll);
  }

  handleGroupedBy(event: Event): void {
    this.groupedBy = (event.currentTarget as HTMLSelectElement).value as ConversionGrouping;
    void this.load();
  }

  handleToggle(): void {
    this.showsAll = !this.showsAll;
  }

  /** For bands before any score is old enough: then the training's held-out snapshots are known already. */
  private get isHeldOut(): boolean {
    const { rates } = this;
    return rates?.groupedBy === 'band' && rates.overall.settled === 0 && (rates.heldOut ?? []).length > 0;
  }

  private async load(): Promise<void> {
    const { groupedBy } = this;
    this.busy = true;
    try {
      const { rates, names } = await getConversionRates({ groupedBy });
      // A later choice may have been answered first.
      if (groupedBy !== this.groupedBy) return;
      this.rates = JSON.parse(rates) as Rates;
      this.names = names;
      this.errors = [];
      this.showsAll = false;
    } catch (error) {
      if (groupedBy !== this.groupedBy) return;
      this.rates = undefined;
      this.errors = reduceErrors(error, labels.unknownError);
    }
    this.busy = false;
  }
}
