/** Share of an org's daily API calls that is reserved for others. */
export const DEFAULT_RESERVE_SHARE = 0.1;
