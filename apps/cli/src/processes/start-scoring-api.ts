import { startProcess } from './start-process.ts';

/** Starts the scoring API as a process. */
export const startScoringApi = (options: { readonly folder: string; readonly port: number; readonly host: string }) =>
  startProcess<{ listening: string }>({
    name: 'scoring-api',
    entry: 'apps/scoring-api/src/main.ts',
    args: ['--port', String(options.port), '--host', options.host, '--folder', options.folder],
    logFolder: `${options.folder}/logs`,
  });
