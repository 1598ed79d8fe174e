export { findPostgresBin, startPostgresCluster, type PostgresCluster } from './postgres-cluster.ts';
