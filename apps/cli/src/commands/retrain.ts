import { retrain, scoreOpenLeads, syncOrg, unlessInProgress, writeBack, type Comparison } from '@leadlight/workflows';
import { chooseOrg, connectCrm, systemClock, withStorage } from '../compose.ts';
import { withProgress } from '../terminal/progress.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION } from './options.ts';
import { publicationLines } from './publication-lines.ts';
import { addPublishOption, addTrainingOptions, toTrainingRequest, type TrainingOptions } from './train-options.ts';

interface RetrainOptions extends TrainingOptions {
  readonly org?: string;
  readonly sync: boolean;
  readonly publish?: boolean;
}

export const retrainCommand = () =>
  addPublishOption(
    addTrainingOptions(
      createCommand(
        'retrain',
        'Sync, train a new model, and publish it only if it is not worse than the active one and has lost no feature.',
        ['leadlight retrain', 'leadlight retrain --learner best'],
      ),
    ),
  )
    .option(...ORG_OPTION)
    .option('--no-sync', 'train on what was synced before')
    .action(async (options: RetrainOptions) => {
      await withStorage(options.folder, async (storage) => {
        const ports = { ...storage, clock: systemClock };
        const crm = options.sync ? await connectCrm(options.folder, { org: options.org }) : undefined;
        const orgId = crm ? await crm.source.orgId() : await chooseOrg(storage, options.org);
        if (crm) await withProgress((progress) => syncOrg({ ...ports, source: crm.source }, progress));
        const request = toTrainingRequest(options);
        const result = await withProgress((progress) => retrain(ports, orgId, request, progress, options));
        const { entry, published, stops, comparison, sampled, isChallenger } = result;
        if (published && crm) {
          // A follower may have noticed the new active model and be scoring already.
          await unlessInProgress(() => withProgress((progress) => scoreOpenLeads(ports, orgId, progress)));
          const { writer } = crm;
          await unlessInProgress(() => withProgress((progress) => writeBack({ ...ports, writer }, orgId, progress)));
        }
        const { report: _report, ...model } = entry;
        writeOutput(options, { model, published, stops, comparison, sampled, isChallenger }, [
          ...(sampled === undefined ? [] : [sampled]),
          ...comparisonLines(comparison),
          ...publicationLines(entry, published, stops, { isChallenger }),
          ...(published && !crm ? ['"leadlight score" scores the open leads with it.'] : []),
        ]);
      });
    });

function comparisonLines(comparison: Comparison | undefined): string[] {
  if (!comparison) return ['There are too few outcomes for a model, so leads are scored by the points table.'];
  const { difference, interval, challenger } = comparison.difference;
  const sample =
    comparison.on === 'settled_since'
      ? `${comparison.rows} snapshots whose outcome settled since the active model was trained`
      : `the newest fifth (${comparison.rows} snapshots), with both models trained on what had settled before it`;
  return [
    `Compared on ${sample}:`,
    `log loss ${difference >= 0 ? '+' : '−'}${Math.abs(difference).toFixed(4)} against the active model (90 % range ${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}): ${challenger}.`,
  ];
}
