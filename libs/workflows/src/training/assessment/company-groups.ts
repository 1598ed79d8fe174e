import { DAY_MS } from '@leadlight/common';
import { fitDependence, type FittedDependence, type ObservedGroup } from '@leadlight/evaluation';
import type { Dataset } from '../examples/dataset.ts';

/** Leads of one company count together if they have snapshots within this time. */
const WINDOW_MS = 30 * DAY_MS;

/**
 * How the leads of one company depend on each other, from held-out predictions.
 * @param test the rows that were predicted @param probabilities of these rows
 * @returns undefined without companies or dates, with too few companies of several leads, or where the rows are a weighted sample, in which
 * some leads of a company are missing
 */
export function companyDependence(
  dataset: Pick<Dataset, 'companies' | 'times' | 'leads' | 'labels' | 'weights'>,
  test: Int32Array,
  probabilities: ArrayLike<number>,
  seed: number,
): FittedDependence | undefined {
  if (dataset.weights) return undefined;
  const groups = companyGroups(dataset, test, probabilities);
  return groups.length === 0 ? undefined : fitDependence(groups, seed);
}

/**
 * The held-out leads of each company in each month, at least two of them, each at its first snapshot in that month: which later ones
 * there are depends on its outcome.
 */
export function companyGroups(
  { companies, times, leads, labels }: Pick<Dataset, 'companies' | 'times' | 'leads' | 'labels'>,
  test: Int32Array,
  probabilities: ArrayLike<number>,
): readonly ObservedGroup[] {
  if (!companies || !times) return [];
  const places = [...test.keys()]
    .filter((place) => companies[test[place]!] !== null)
    .sort((a, b) => times.asOf[test[a]!]! - times.asOf[test[b]!]! || a - b);
  const start = times.asOf[test[places[0] ?? 0]!]!;
  const byMonth = new Map<string, { readonly key: string; readonly placeOfLead: Map<number, number> }>();
  for (const place of places) {
    const row = test[place]!;
    const key = companies[row]!;
    const month = `${Math.floor((times.asOf[row]! - start) / WINDOW_MS)} ${key}`;
    const group = byMonth.get(month) ?? { key, placeOfLead: new Map<number, number>() };
    byMonth.set(month, group);
    if (!group.placeOfLead.has(leads[row]!)) group.placeOfLead.set(leads[row]!, place);
  }
  return [...byMonth.values()].flatMap(({ key, placeOfLead }) => {
    const members = [...placeOfLead.values()];
    if (members.length < 2) return [];
    return {
      key,
      probabilities: members.map((place) => probabilities[place]!),
      any: members.some((place) => labels[test[place]!] === 1),
    };
  });
}
