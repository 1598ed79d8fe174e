import { withStorage } from '../compose.ts';
import { say } from '../terminal/say.ts';
import { command, type CommonOptions } from './options.ts';

export const migrateCommand = () =>
  command(
    'migrate',
    'Bring the database to this version of Leadlight. Every command does so by itself when it starts.',
    ['DATABASE_URL=postgres://leadlight@localhost/leadlight leadlight migrate'],
  ).action(async (options: CommonOptions) => {
    const migrated = await withStorage(options.folder, async (storage) => storage.migrated);
    say(options, { migrated }, [
      migrated === 0 ? 'The database is up to date.' : `The database is up to date after ${migrated} migrations.`,
    ]);
  });
