import { withStorage } from '../compose.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, type CommonOptions } from './options.ts';

export const migrateCommand = () =>
  createCommand('migrate', 'Migrate the database to this version of Leadlight. Every command does so when it starts.', [
    'DATABASE_URL=postgres://leadlight@localhost/leadlight leadlight migrate',
  ]).action(async (options: CommonOptions) => {
    const migrated = await withStorage(options.folder, async (storage) => storage.migrated);
    writeOutput(options, { migrated }, [
      migrated === 0 ? 'The database is up to date.' : `The database is up to date after ${migrated} migrations.`,
    ]);
  });
