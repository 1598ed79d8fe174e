export { storageFolder } from './embedded/endpoint.ts';
export { openStorage, type Storage, type StorageOptions } from './open-storage.ts';
export { createRepositories, type Repositories } from './repositories.ts';
export { createDatabase, createPool } from './database/connect.ts';
export { migrate } from './database/migrate.ts';
export { sealingKey, type SealingKey } from './secrets/sealing.ts';
export type { Database } from './database/tables.ts';
export { isStorageError, StorageError, storageErrors, type StorageErrorCode } from './errors.ts';
