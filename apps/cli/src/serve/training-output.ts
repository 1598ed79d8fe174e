import type { Comparison } from '@leadlight/workflows';
import type { JsonOutput } from './run-json-command.ts';

interface NewModel {
  readonly id: string;
  readonly version: number;
  readonly active: boolean;
}

/** What `retrain` (`model`) and `train` (`entry`) write with --json. */
interface TrainingOutput {
  readonly model?: NewModel;
  readonly entry?: NewModel;
  /** Of `retrain`; that of `train` is a sentence of the report. */
  readonly comparison?: Comparison;
  /** Of `train`. */
  readonly modelComparison?: Comparison;
}

/**
 * The new model, and how it compares with the one that was active; undefined if a command wrote no model. Whether it was published is
 * its `active`: the `published` of `train` is that of the report, the id of a contender.
 */
export function trainedModelOf(output: JsonOutput): (NewModel & Pick<TrainingOutput, 'comparison'>) | undefined {
  const { model, entry, comparison, modelComparison } = output as TrainingOutput;
  if (model) return { ...model, comparison };
  return entry && { ...entry, comparison: modelComparison };
}
