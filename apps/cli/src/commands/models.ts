import type { ModelSummary } from '@leadlight/contract';
import { activateModel, listModels } from '@leadlight/workflows';
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
      const { models, summaries } = await withStorage(options.folder, async (storage) => {
        const orgId = await chooseOrg(storage, options.org);
        return { models: await storage.models.list(orgId), summaries: (await listModels(storage, orgId)).models };
      });
      const rows = summaries
        .toReversed()
        .map(({ id, version, learner, trainedAt, active, holdout }) => [
          `v${version}`,
          id,
          learner,
          formatMinute(Date.parse(trainedAt)),
          ...figuresOf(holdout),
          active ? 'active' : '',
        ]);
      const document = models.map(({ report: _report, ...entry }) => entry);
      writeOutput(options, document, [
        rows.length
          ? drawTable(rows, ['', 'id', 'learner', 'trained (UTC)', ...FIGURES, ''])
          : 'This org has no models.',
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

/** The figures of a model; the last three are those of calling every lead from the threshold in force. */
const FIGURES = ['AUC', 'from', 'accuracy', 'precision', 'recall'];

function figuresOf(holdout: ModelSummary['holdout']): readonly string[] {
  if (!holdout) return FIGURES.map(() => '–');
  const { threshold, accuracy, precision, recall } = holdout.decisions;
  return [holdout.auc?.toFixed(3) ?? '–', ...[threshold, accuracy, precision, recall].map(percentOf)];
}

const percentOf = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(0)} %`);
