import type { ModelReport } from '@leadlight/contract';
import { readExample } from './contract-examples';

/** The example report of the contract, for components that show parts of a report. */
export const { model, report } = readExample<ModelReport>('model-report.response');

export type Report = ModelReport['report'];
