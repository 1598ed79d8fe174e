import { checkModel, type ModelCheck } from '@leadlight/workflows';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { createCommand, ORG_OPTION, type CommonOptions } from './options.ts';

export const checkCommand = () =>
  createCommand('check', 'Whether the active model still fits: have leads changed, has it come true what it said?', [
    'leadlight check',
  ])
    .option(...ORG_OPTION)
    .action(async (options: CommonOptions & { readonly org?: string }) => {
      const check = await withStorage(options.folder, async (storage) => {
        const orgId = await chooseOrg(storage, options.org);
        const ports = { ...storage, clock: systemClock };
        return withProgress((progress) => checkModel(ports, orgId, progress));
      });
      writeOutput(options, check, checkLines(check));
    });

function checkLines({ model, reasons, needsRetraining, calibration }: ModelCheck): string[] {
  const trained = new Date(model.trainedAt).toISOString().slice(0, 10);
  return [
    `Model v${model.version} of ${trained}: ${needsRetraining ? 'retraining is due.' : 'still fits.'}`,
    ...reasons.map((reason) => `  ${reason}`),
    calibration
      ? `  Settled since training: ${calibration.rows} looks, predicted ${(calibration.predicted * 100).toFixed(1)} %, observed ${(calibration.observed * 100).toFixed(1)} %.`
      : '  Too few outcomes have settled since training to tell whether its probabilities came true.',
  ];
}
