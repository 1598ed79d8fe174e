import type { ModelReport } from '@leadlight/contract';
import { readExample } from './contract-examples';

/** The contract's example of a report, for the components that show a part of one. */
export const { model, report } = readExample<ModelReport>('model-report.response');

export type Report = ModelReport['report'];
