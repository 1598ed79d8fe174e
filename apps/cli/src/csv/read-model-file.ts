import { readFileSync } from 'node:fs';
import type { TreeModel } from '@leadlight/forest';
import { fastestEngine } from '@leadlight/learners';
import { readModelFile as parseModelFile } from '@leadlight/workflows';
import { CliError } from '../errors.ts';

/** @throws CliError `model_unreadable`; ForestError where the file is damaged or of a newer version */
export function readModelFile(file: string): TreeModel {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new CliError(
      'model_unreadable',
      `Cannot read the model ${file}: ${why}. "leadlight train --csv" writes one.`,
    );
  }
  return parseModelFile(bytes, fastestEngine());
}
