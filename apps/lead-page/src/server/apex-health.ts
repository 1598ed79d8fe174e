import type { Models } from '@leadlight/contract';
import { HOUR_MS } from '@leadlight/common';
import type { ApexResponse } from './apex-call.ts';
import { workerLine, type HealthLine } from './apex-worker.ts';
import type { LabelText } from './labels.ts';
import { countFailedLeads, findNewestScoreTime, type OrgConnection } from './leads.ts';

const STALE_AFTER_MS = 48 * HOUR_MS;

/** Simulates the Apex class `LeadScoringHealth`. */
export async function checkHealth(
  org: OrgConnection,
  call: (path: '/v1/models' | '/v1/worker') => Promise<ApexResponse>,
  text: LabelText,
): Promise<HealthLine[]> {
  const models = await call('/v1/models');
  const [newest, failed] = [await findNewestScoreTime(org), await countFailedLeads(org)];
  const stale = newest === undefined || Date.now() - newest.getTime() > STALE_AFTER_MS;
  return [
    ...serviceLines(models, text),
    // As in Apex, a service that does not respond is not called again.
    ...(models.status === 200 ? [workerLine(await call('/v1/worker'), text)] : []),
    {
      name: text('Check_Scores'),
      state: stale ? 'attention' : 'ok',
      finding: newest ? text('Check_ScoresNewest', newest.toLocaleString(text.language)) : text('Check_ScoresNone'),
      remedy: stale ? text('Remedy_Sync') : '',
    },
    {
      name: text('Check_Failures'),
      state: failed === 0 ? 'ok' : 'attention',
      finding: text('Check_FailuresCount', String(failed)),
      remedy: failed === 0 ? '' : text('Remedy_Retry'),
    },
    { name: text('Check_Retries'), state: 'ok', finding: text('Check_RetriesOn'), remedy: '' },
    { name: text('Check_AtSave'), state: 'ok', finding: text('Check_AtSaveOff'), remedy: '' },
  ];
}

function serviceLines(response: ApexResponse, text: LabelText): HealthLine[] {
  const name = text('Check_Service');
  if (response.status !== 200) {
    const { message } = JSON.parse(response.body) as { readonly message: string };
    return [{ name, state: 'broken', finding: message, remedy: text('Remedy_Service') }];
  }
  const active = (JSON.parse(response.body) as Models).models.find((model) => model.active);
  return [
    { name, state: 'ok', finding: text('Check_ServiceOk'), remedy: '' },
    {
      name: text('Check_Model'),
      state: active ? 'ok' : 'broken',
      finding: active ? text('Check_ModelOk', String(active.version)) : text('Error_NoModel'),
      remedy: active ? '' : text('Remedy_Train'),
    },
  ];
}
