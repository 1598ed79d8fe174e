import { activateModel } from '@leadlight/workflows';
import { Command } from 'commander';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { drawTable } from '../terminal/table.ts';
import { modelsImportCommand } from './models-import.ts';
import { createCommand, ORG_OPTION, type CommonOptions } from './options.ts';

interface ModelOptions extends CommonOptions {
  readonly org?: string;
}

export const modelsCommand = () =>
  new Command('models')
    .description('Models of an org: list them, make another one active; take over one that another program grew.')
    .addHelpText('after', '\nExample:\n  leadlight models list')
    .addCommand(list())
    .addCommand(activate())
    .addCommand(modelsImportCommand());

const list = () =>
  createCommand('list', 'Name the models of an org, newest last.', ['leadlight models list'])
    .option(...ORG_OPTION)
    .action(async (options: ModelOptions) => {
      const models = await withStorage(options.folder, async (storage) =>
        storage.models.list(await chooseOrg(storage, options.org)),
      );
      const rows = models.map(({ id, version, learner, trainedAt, active, report }) => [
        `v${version}`,
        id,
        learner,
        new Date(trainedAt).toISOString().slice(0, 16).replace('T', ' '),
        aucOf(report),
        active ? 'active' : '',
      ]);
      const document = models.map(({ report: _report, ...entry }) => entry);
      writeOutput(options, document, [
        rows.length ? drawTable(rows, ['', 'id', 'learner', 'trained (UTC)', 'AUC', '']) : 'This org has no models.',
      ]);
    });

const activate = () =>
  createCommand('activate', 'Make a model the one that scores. The service takes it up within a second.', [
    'leadlight models activate 9f2c41d07be35a68',
  ])
    .argument('<id>', 'the model’s id, as "models list" names it')
    .option(...ORG_OPTION)
    .action(async (id: string, options: ModelOptions) => {
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
