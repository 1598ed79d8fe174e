/**
 * For Node processes that run PGlite: only V8's baseline compiler for WebAssembly. The optimising one briefly needs 400 MB
 * for the longest functions of the database. Without it, a sync of 85,000 records, a scoring and a write-back take a fifth
 * more processor time.
 */
export const PGLITE_NODE_FLAGS: readonly string[] = ['--liftoff-only', '--disable-warning=ExperimentalWarning'];
