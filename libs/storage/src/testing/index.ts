export { findPostgresBin, startPostgresCluster, type PostgresCluster } from './postgres-cluster.ts';
export { mountSmallDisk, type SmallDisk } from './small-disk.ts';
