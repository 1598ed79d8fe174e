import { activateModel } from '@leadlight/workflows';
import { Command } from 'commander';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { drawTable } from '../terminal/table.ts';
import { formatMinute, writeOutput } from '../terminal/write-output.ts';
import { modelsImportCommand } from './models-import.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

export const modelsCommand = () =>
  new Command('models')
    .description('Models of an org: list them, activate another one, import one that another program trained.')
    .addHelpText('after', '\nExample:\n  leadlight models list')
    .addCommand(list())
    .addCommand(activate())
    .addCommand(modelsImportCommand());

const list = () =>
  createCommand('list', 'List the models of an org, the newest last.', ['leadlight models list'])
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const models = await withStorage(options.folder, async (storage) =>
        storage.models.list(await chooseOrg(storage, options.org)),
      );
      const rows = models.map(({ id, version, learner, trainedAt, active, report }) => [
        `v${version}`,
        id,
        learner,
        formatMinute(trainedAt),
        aucOf(report),
        active ? 'active' : '',
      ]);
      const document = models.map(({ report: _report, ...entry }) => entry);
      writeOutput(options, document, [
        rows.length ? drawTable(rows, ['', 'id', 'learner', 'trained (UTC)', 'AUC', '']) : 'This org has no models.',
      ]);
    });

const activate = () =>
  createCommand('activate', 'Make a model the one that scores. The service uses it within a second.', [
    'leadlight models activate 9f2c41d07be35a68',
  ])
    .argument('<id>', 'id of the model, as "models list" shows it')
    .option(...ORG_OPTION)
    .action(async (id: string, options: OrgOptions) => {
      await withStorage(options.folder, async (storage) => {
        const orgId = await chooseOrg(storage, options.org);
        await activateModel({ ...storage, clock: systemClock }, orgId, id, 'cli');
      });
      writeOutput(options, { id, active: true }, [
        `Model ${id} is active. "leadlight score" scores the open leads with it.`,
      ]);
    });

function aucOf(report: unknown): string {
  const { holdout } = (report ?? {}) as { holdout?: { auc?: number | null } };
  return typeof holdout?.auc === 'number' ? holdout.auc.toFixed(3) : '–';
}
