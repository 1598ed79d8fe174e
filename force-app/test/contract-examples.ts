import type { ScoredLead, ScoreLeadsResult } from '@salesforce/apex/LeadScoreController.scoreLead';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../libs/contract/examples');

/** An example of the contract. The tests of the API and of Apex use the same files. */
export const readExample = <Example>(name: string): Example =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Example;

/**
 * What an Apex method returns for the example, as the type of the method says. A test of the lead page compares these files with
 * what the classes return.
 */
export const readApexResult = <Result>(method: string): Result =>
  JSON.parse(readFileSync(join(__dirname, 'apex-results', `${method}.json`), 'utf8')) as Result;

export const scoreLeadsExample = (): ScoreLeadsResult => readApexResult('LeadScoreController.scoreLead');

/** The first score of the example: 87, with five reasons. */
export const scoredLeadExample = (): ScoredLead => scoreLeadsExample().scores[0]!;

/** The lead of the example as `getRecord` provides it, with a stored score of 86. */
export const leadRecord = (changed: Readonly<Record<string, unknown>> = {}) => {
  const { leadId, reasons, baselineScore, otherPoints } = scoredLeadExample();
  const values: Record<string, unknown> = {
    IsConverted: false,
    Leadlight_Score__c: 86,
    Leadlight_Band__c: 'A',
    Leadlight_Probability__c: 62,
    Leadlight_Qualified__c: true,
    Leadlight_Scored_At__c: '2026-11-22T01:00:00.000Z',
    Leadlight_Reasons__c: JSON.stringify({ baselineScore, otherPoints: otherPoints - 1, reasons }),
    ...changed,
  };
  const fields = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
  return { id: leadId, apiName: 'Lead', fields };
};
