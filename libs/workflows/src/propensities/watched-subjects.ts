import { DAY_MS } from '@leadlight/common';
import { rowOf, type FeatureSchema, type Instant } from '@leadlight/lead-features';
import {
  nextEventAt,
  outcomeOf,
  populationOf,
  subjectSnapshotAt,
  type OutcomeRule,
  type PropensityDefinition,
  type SubjectHistory,
} from '@leadlight/propensity';
import { TableBuilder } from '../training/examples/table-builder.ts';
import type { MonitoredSnapshots } from '../training/monitoring/monitor-active-model.ts';

/**
 * Snapshots to watch a model on, each with when the event happened after it: outcomes of different snapshots must not overlap, so that
 * they count as independent. Of a record with ages, its first one. Of a recurring subject, one for each horizon, on a day of its own,
 * so that each day has some.
 */
export class WatchedSubjects implements MonitoredSnapshots {
  readonly table: TableBuilder;
  readonly asOfRow: number[] = [];
  readonly leadOfRow: number[] = [];
  readonly groupValuesOfRow = new Map<string, never>();
  readonly #schema: FeatureSchema;
  readonly #rule: PropensityDefinition & OutcomeRule;
  readonly #units: { createdAt: Instant; goalReachedAt: Instant | null; isCopy: boolean }[] = [];
  #subjects = 0;

  /** @param definition with the values of the org's statuses */
  constructor(schema: FeatureSchema, definition: PropensityDefinition) {
    this.#schema = schema;
    this.#rule = { ...definition, reportingDelayDays: definition.reportingDelayDays ?? 0 };
    this.table = new TableBuilder(schema);
  }

  add(history: SubjectHistory, now: Instant): void {
    const offset = this.#subjects++ % this.#rule.horizonDays;
    for (const asOf of this.#instants(history, offset, now)) {
      if (outcomeOf(history, this.#rule, asOf, now).outcome === 'censored') continue;
      const snapshot = subjectSnapshotAt(history, this.#rule, asOf);
      if (!snapshot) continue;
      this.table.add(rowOf(this.#schema, snapshot));
      this.asOfRow.push(asOf);
      this.leadOfRow.push(this.#units.length);
      this.#units.push({
        createdAt: history.createdAt,
        goalReachedAt: nextEventAt(history, this.#rule.event.of, asOf),
        isCopy: false,
      });
    }
  }

  leads(): readonly { readonly goalReachedAt: Instant | null; readonly isCopy: boolean }[] {
    return this.#units;
  }

  #instants(history: SubjectHistory, offsetDays: number, now: Instant): readonly Instant[] {
    const { snapshots, horizonDays } = this.#rule;
    const population = populationOf(history, this.#rule);
    if (snapshots.kind === 'ages') {
      const first = population[0] && population[0].from + Math.min(...snapshots.days) * DAY_MS;
      return first !== undefined && first <= now && first < population[0]!.until ? [first] : [];
    }
    const step = horizonDays * DAY_MS;
    return population.flatMap(({ from, until }) => {
      const first = Math.ceil((from - offsetDays * DAY_MS) / step) * step + offsetDays * DAY_MS;
      const last = Math.min(until - 1, now);
      return Array.from(
        { length: Math.max(0, Math.floor((last - first) / step) + 1) },
        (_, index) => first + index * step,
      );
    });
  }
}
