import type { CategoryNumbers } from '@leadlight/forest';
import type { ForestForOrg } from '@leadlight/workflows';
import { z } from 'zod';
import { CliError } from '../errors.ts';

/** What a training elsewhere writes next to its model; docs/operating/spark.md describes it. */
const Training = z.object({
  format: z.literal('leadlight-training-1'),
  trainedUntil: z.iso.datetime(),
  horizonDays: z.int().min(1).max(3_650),
  categories: z.record(z.string(), z.record(z.string(), z.number())),
});

/** @throws CliError `training_file_invalid` */
export function parseTraining(
  file: string,
  json: unknown,
): Pick<ForestForOrg, 'trainedUntil' | 'horizonDays' | 'categories'> {
  const { data, error } = Training.safeParse(json);
  if (error) throw new CliError('training_file_invalid', { file, why: z.prettifyError(error).replaceAll('\n', ' ') });
  const categories: CategoryNumbers = new Map(
    Object.entries(data.categories).map(([feature, numbers]) => [feature, new Map(Object.entries(numbers))]),
  );
  return { trainedUntil: Date.parse(data.trainedUntil), horizonDays: data.horizonDays, categories };
}
