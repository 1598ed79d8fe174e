/** Migrations that ran on this database. Primary key version. */
export interface MigrationTable {
  version: number;
  name: string;
  applied_at: number;
}
