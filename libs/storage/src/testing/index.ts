export { fillScoreLog } from './fill-score-log.ts';
export { findPostgresBin, startPostgresCluster, type PostgresCluster } from './postgres-cluster.ts';
export { leadRecord } from './records.ts';
export { mountSmallDisk, type SmallDisk } from './small-disk.ts';
export { openTimedDatabase, type TimedStatement } from './timed-database.ts';
export { NOW, useEverything } from './use-everything.ts';
