import { startProcess } from '../processes/start-process.ts';

/**
 * Builds the bundle of the lead page in a process of its own.
 * @returns false where the bundle was there already
 * @throws CliError `process_failed`
 */
export function buildLeadPage(folder: string, log: (line: string) => void): Promise<boolean> {
  const building = startProcess<{ built: boolean }>({
    name: 'lead-page-bundle',
    entry: 'apps/lead-page/src/server/build-main.ts',
    args: [],
    logFolder: `${folder}/logs`,
    onStderr: log,
  }).then(({ ready }) => ready.built);
  // Awaited only after the pipeline; a failure of that must not hide behind an unhandled rejection of this.
  building.catch(() => undefined);
  return building;
}
