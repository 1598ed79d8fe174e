import type { Models } from '@leadlight/contract';
import { workerLine } from './apex-worker.ts';
import type { LabelText } from './labels.ts';
import { countFailedLeads, findNewestScoreTime, type OrgConnection } from './leads.ts';

const STALE_AFTER_MS = 48 * 3_600_000;

interface ServiceResponse {
  readonly status: number;
  readonly body: string;
}

export interface HealthLine {
  readonly name: string;
  readonly state: 'ok' | 'care' | 'broken';
  readonly finding: string;
  readonly remedy: string;
}

/** Stands for `LeadScoringHealth`: the same lines, from the org's leads and the service's answers. */
export async function checkHealth(
  org: OrgConnection,
  ask: (path: '/v1/models' | '/v1/worker') => Promise<ServiceResponse>,
  text: LabelText,
): Promise<HealthLine[]> {
  const models = await ask('/v1/models');
  const [newest, failed] = [await findNewestScoreTime(org), await countFailedLeads(org)];
  const stale = newest === undefined || Date.now() - newest.getTime() > STALE_AFTER_MS;
  return [
    ...serviceLines(models, text),
    // As in Apex, a service that does not answer is not asked again.
    ...(models.status === 200 ? [workerLine(await ask('/v1/worker'), text)] : []),
    {
      name: text('Check_Scores'),
      state: stale ? 'care' : 'ok',
      finding: newest ? text('Check_ScoresNewest', newest.toLocaleString(text.language)) : text('Check_ScoresNone'),
      remedy: stale ? text('Remedy_Sync') : '',
    },
    {
      name: text('Check_Failures'),
      state: failed === 0 ? 'ok' : 'care',
      finding: text('Check_FailuresCount', String(failed)),
      remedy: failed === 0 ? '' : text('Remedy_Retry'),
    },
    { name: text('Check_Retries'), state: 'ok', finding: text('Check_RetriesOn'), remedy: '' },
    { name: text('Check_AtSave'), state: 'ok', finding: text('Check_AtSaveOff'), remedy: '' },
  ];
}

function serviceLines(answer: ServiceResponse, text: LabelText): HealthLine[] {
  const name = text('Check_Service');
  if (answer.status !== 200) {
    const { message } = JSON.parse(answer.body) as { readonly message: string };
    return [{ name, state: 'broken', finding: message, remedy: text('Remedy_Service') }];
  }
  const active = (JSON.parse(answer.body) as Models).models.find((model) => model.active);
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
