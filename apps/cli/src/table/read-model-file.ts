import { readFileSync } from 'node:fs';
import type { TreeModel } from '@leadlight/forest';
import { fastestEngine } from '@leadlight/learners';
import { readModelFile as parseModelFile } from '@leadlight/workflows';
import { CliError, readFailure } from '../errors.ts';

/** @throws CliError `file_unreadable`; ForestError, LeadFeaturesError where the content is no usable model */
export function readModelFile(file: string): TreeModel {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new CliError('file_unreadable', { what: 'the model', file, why: readFailure(error) });
  }
  return parseModelFile(bytes, fastestEngine());
}
