import { wilsonInterval } from '@leadlight/common';
import type { ConversionGroup, ConversionGrouping, ConversionRates } from '@leadlight/contract';
import type { ConversionCount } from '../ports/index.ts';

/** More groups are shown together. */
const MAX_GROUPS = 100;
/** Salesforce's prefix of the ids of queues. */
const QUEUE_PREFIX = '00G';

type GroupName = Pick<ConversionGroup, 'kind' | 'key'>;
type Figures = ConversionRates['overall'];

const NONE: GroupName = { kind: 'none', key: null };

/**
 * The counts of owners, sources, months or bands as groups, in the order in which they are shown.
 * @param managers the manager of each user; only teams need it
 */
export function conversionGroups(
  groupedBy: ConversionGrouping,
  counts: readonly ConversionCount[],
  managers: ReadonlyMap<string, string> = new Map(),
): readonly ConversionGroup[] {
  switch (groupedBy) {
    case 'band':
      return grouped(counts, nameBy('band')).toSorted(byKey);
    case 'month':
      return grouped(counts, nameBy('month')).toSorted((a, b) => byKey(b, a));
    case 'source':
      return largest(grouped(counts, nameBy('source')));
    case 'rep':
      return largest(grouped(counts, ownerName));
    case 'team':
      return largest(grouped(counts, teamName(managers)));
  }
}

/** The figures of several counts together. */
export function figuresOf(counts: readonly ConversionCount[]): Figures {
  const sum = (of: (count: ConversionCount) => number) => counts.reduce((total, count) => total + of(count), 0);
  const settled = sum((count) => count.settled);
  const reached = sum((count) => count.reached);
  const scored = sum((count) => count.scored);
  return {
    settled,
    reached,
    interval: settled === 0 ? null : wilsonInterval(reached, settled),
    unsettled: sum((count) => count.unsettled),
    unsettledReached: sum((count) => count.unsettledReached),
    scores:
      scored === 0
        ? null
        : { leads: scored, reached: sum((count) => count.scoredReached), expected: sum((count) => count.expected) },
  };
}

const nameBy =
  (kind: 'band' | 'month' | 'source') =>
  (key: string | null): GroupName =>
    key === null ? NONE : { kind, key };

const ownerName = (owner: string | null): GroupName =>
  owner === null ? NONE : { kind: owner.startsWith(QUEUE_PREFIX) ? 'queue' : 'user', key: owner };

/** A team is named by its manager. A manager whose own manager is not known belongs to the team that he or she leads. */
function teamName(managers: ReadonlyMap<string, string>): (owner: string | null) => GroupName {
  const leaders = new Set(managers.values());
  return (owner) => {
    const name = ownerName(owner);
    if (name.kind !== 'user' || owner === null) return name;
    const manager = managers.get(owner) ?? (leaders.has(owner) ? owner : undefined);
    return manager === undefined ? NONE : { kind: 'user', key: manager };
  };
}

function grouped(
  counts: readonly ConversionCount[],
  nameOf: (key: string | null) => GroupName,
): readonly ConversionGroup[] {
  const groups = Map.groupBy(counts, ({ key }) => JSON.stringify(nameOf(key)));
  return [...groups].map(([name, same]) => ({ ...(JSON.parse(name) as GroupName), ...figuresOf(same) }));
}

const byKey = (a: GroupName, b: GroupName): number => ((a.key ?? '') < (b.key ?? '') ? -1 : 1);

const leadsIn = ({ settled, unsettled }: Figures): number => settled + unsettled;

/** The largest groups first, then the leads without the value, then all smaller groups together. */
function largest(groups: readonly ConversionGroup[]): readonly ConversionGroup[] {
  const named = groups.filter(({ kind }) => kind !== 'none').toSorted((a, b) => leadsIn(b) - leadsIn(a) || byKey(a, b));
  const none = groups.filter(({ kind }) => kind === 'none');
  const [shown, others] = [named.slice(0, MAX_GROUPS), named.slice(MAX_GROUPS)];
  if (others.length === 0) return [...shown, ...none];
  return [...shown, ...none, { kind: 'others', key: null, groups: others.length, ...together(others) }];
}

function together(groups: readonly ConversionGroup[]): Figures {
  return figuresOf(
    groups.map(({ settled, reached, unsettled, unsettledReached, scores }) => ({
      key: null,
      ...{ settled, reached, unsettled, unsettledReached },
      scored: scores?.leads ?? 0,
      scoredReached: scores?.reached ?? 0,
      expected: scores?.expected ?? 0,
    })),
  );
}
