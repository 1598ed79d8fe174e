/**
 * Milliseconds that only ever grow, for ages and durations within one process. The system's clock does not suit these,
 * because it may be set back.
 */
export type MonotonicMs = () => number;

export const monotonicMs: MonotonicMs = () => performance.now();
