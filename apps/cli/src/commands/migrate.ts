import { withStorage } from '../compose.ts';
import { say } from '../terminal/say.ts';
import { command, type CommonOptions } from './options.ts';

export const migrateCommand = () =>
  command('migrate', 'Bring the database to this version of Leadlight. Every command does so by itself when it starts.', [
    'DATABASE_URL=postgres://leadlight@localhost/leadlight leadlight migrate',
  ]).action(async (options: CommonOptions) => {
    const version = await withStorage(options.folder, async ({ schemaVersion }) => schemaVersion);
    say(options, { schemaVersion: version }, [`The database is at schema version ${version}.`]);
  });
