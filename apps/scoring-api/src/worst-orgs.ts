/** With more series per metric, thousands of orgs would cost Prometheus more than they tell. */
export const MAX_ORGS = 20;

/** The orgs with the worst values, or all where there are few: as many as a metric may have series with an org. */
export const worstOrgs = <T extends { readonly value: number }>(
  orgs: readonly T[],
  worst: 'high' | 'low',
): readonly T[] =>
  orgs.length <= MAX_ORGS
    ? orgs
    : orgs.toSorted((a, b) => (worst === 'high' ? b.value - a.value : a.value - b.value)).slice(0, MAX_ORGS);
