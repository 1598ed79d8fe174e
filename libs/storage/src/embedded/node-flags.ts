/**
 * For Node processes that run PGlite. What a server reads and answers is short-lived: a small nursery and a heap that is collected
 * when it has grown by half keep less resident.
 */
export const PGLITE_NODE_FLAGS: readonly string[] = [
  '--max-semi-space-size=2',
  '--heap-growing-percent=50',
  '--disable-warning=ExperimentalWarning',
];
