import type { ModelSummary } from '@leadlight/contract';
import { activateModel, approveModel, listModels, modelCard, recalibrationOf } from '@leadlight/workflows';
import { Command } from 'commander';
import { withOrg } from '../compose.ts';
import { optionsError } from '../errors.ts';
import { requireOutputs, writeFileAtomically } from '../output/output-file.ts';
import { readVersion } from '../read-version.ts';
import { drawTable } from '../terminal/table.ts';
import { formatMinute, writeOutput } from '../terminal/write-output.ts';
import { modelsImportCommand } from './models-import.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

export const modelsCommand = () =>
  new Command('models')
    .description(
      'Models of an org: list, activate, write a card, approve, and import one that another program trained.',
    )
    .addHelpText('after', '\nExample:\n  leadlight models list')
    .addCommand(list())
    .addCommand(activate())
    .addCommand(card())
    .addCommand(approve())
    .addCommand(modelsImportCommand());

const list = () =>
  createCommand('list', 'List the models of an org, the newest last.', ['leadlight models list'])
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const { models, summaries } = await withOrg(options, async (ports, orgId) => ({
        models: await ports.models.list(orgId),
        summaries: (await listModels(ports, orgId)).models,
      }));
      const recalibrated = new Map(
        models.flatMap((entry) => {
          const made = recalibrationOf(entry);
          return made ? [[entry.id, `v${made.ofVersion} recalibrated`] as const] : [];
        }),
      );
      const rows = summaries
        .toReversed()
        .map(({ id, version, learner, trainedAt, active, holdout }) => [
          `v${version}`,
          id,
          learner,
          formatMinute(Date.parse(trainedAt)),
          ...figuresOf(holdout),
          [active ? 'active' : '', recalibrated.get(id) ?? ''].filter(Boolean).join(', '),
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
      await withOrg(options, (ports, orgId) => activateModel(ports, orgId, id, 'cli'));
      writeOutput(options, { id, active: true }, [
        `Model ${id} is active. "leadlight score" scores the open leads with it.`,
      ]);
    });

const card = () =>
  createCommand('card', 'Write a model’s card: intended use, data, measures, groups, limits, approval, versions.', [
    'leadlight models card --out card.html',
    'leadlight models card 9f2c41d07be35a68 > card.md',
  ])
    .argument('[id]', 'id of the model, as "models list" shows it; by default the active one')
    .option('--out <file>', 'file to write, as HTML (.html) or Markdown (.md); without it, Markdown is printed')
    .option(...ORG_OPTION)
    .action(async (id: string | undefined, options: OrgOptions & { readonly out?: string }) => {
      const { out } = options;
      if (out !== undefined && !/\.(html|md)$/i.test(out)) {
        throw optionsError(`${out} is neither .html nor .md.`, 'Give it a name that ends in one of them.');
      }
      requireOutputs({ '--out': out });
      const written = await withOrg(options, (ports, orgId) =>
        modelCard({ ...ports, softwareVersion: readVersion() }, orgId, id),
      );
      if (out === undefined) return writeOutput(options, written, [written.markdown.trimEnd()]);
      writeFileAtomically(out, /\.html$/i.test(out) ? written.html : written.markdown);
      writeOutput(options, { ...written, file: out }, [`Wrote the card of model v${written.version} to ${out}.`]);
    });

const approve = () =>
  createCommand('approve', 'Record that a person approves a model; its card and the audit log say who, and when.', [
    'leadlight models approve 9f2c41d07be35a68 --by "Mara Lindqvist" --note "Checked with legal, 3 June"',
  ])
    .argument('<id>', 'id of the model, as "models list" shows it')
    .requiredOption('--by <name>', 'name of the person')
    .option('--note <text>', 'note on the approval, for the card')
    .option(...ORG_OPTION)
    .action(async (id: string, options: OrgOptions & { readonly by: string; readonly note?: string }) => {
      const approval = { name: options.by, ...(options.note !== undefined && { note: options.note }) };
      await withOrg(options, (ports, orgId) => approveModel(ports, orgId, id, approval, 'cli'));
      writeOutput(options, { id, ...approval }, [`Recorded that ${options.by} approves model ${id}.`]);
    });

/** The figures of a model; the last three are those of calling every lead from the threshold in force. */
const FIGURES = ['AUC', 'from', 'accuracy', 'precision', 'recall'];

function figuresOf(holdout: ModelSummary['holdout']): readonly string[] {
  if (!holdout) return FIGURES.map(() => '–');
  const { threshold, accuracy, precision, recall } = holdout.decisions;
  return [holdout.auc?.toFixed(3) ?? '–', ...[threshold, accuracy, precision, recall].map(percentOf)];
}

const percentOf = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(0)} %`);
