import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environmentValue } from '@leadlight/common';
import { ROOT, runLeadlight } from '../shared/run-leadlight.ts';

/** Columns of X Education that staff fill in after the outcome. */
export const AFTER_THE_FACT = [
  ...['Tags', 'Lead Quality', 'Lead Profile', 'Last Activity', 'Last Notable Activity'],
  ...['Asymmetrique Activity Index', 'Asymmetrique Profile Index'],
  ...['Asymmetrique Activity Score', 'Asymmetrique Profile Score'],
];

export interface RealLeadsResult {
  readonly auc: number;
  readonly ece: number;
  readonly seconds: number;
  readonly fitSeconds: number;
}

/** Trains on real leads with the command; undefined without the data in the folder LEADLIGHT_REAL_DATA. */
export async function trainOnRealLeads(modelFile: string): Promise<RealLeadsResult | undefined> {
  const folder = environmentValue(process.env, 'LEADLIGHT_REAL_DATA');
  const csv = folder && join(resolve(ROOT, folder), 'x-education-leads.csv');
  if (!csv || !existsSync(csv)) return undefined;
  const { stdout } = await runLeadlight([
    ...['train', '--csv', csv, '--label', 'Converted', '--id', 'Prospect ID', '--missing', 'Select'],
    ...['--exclude', ['Lead Number', ...AFTER_THE_FACT].join(','), '--json', '--out', modelFile],
  ]);
  const { holdout, seconds, fitSeconds } = JSON.parse(stdout) as Omit<RealLeadsResult, 'auc' | 'ece'> & {
    holdout: { auc: number; ece: number };
  };
  return { auc: holdout.auc, ece: holdout.ece, seconds, fitSeconds };
}
