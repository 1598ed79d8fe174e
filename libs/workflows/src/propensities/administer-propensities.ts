import { randomBytes } from 'node:crypto';
import type { Job, ModelReport, Propensity, PutPropensityRequest } from '@leadlight/contract';
import type { PropensityDefinition } from '@leadlight/propensity';
import { jobOf } from '../administration/jobs.ts';
import { modelSummaryOf, toTrainingReport } from '../administration/models.ts';
import { WorkflowError } from '../errors.ts';
import type { AuditLog, Clock, JobStore, OrgStore, PropensityModelStore } from '../ports/index.ts';
import { addPropensity, changePropensity, getPropensity, type ManagePropensitiesPorts } from './manage-propensities.ts';
import { readPropensity, type PropensityDocumentPorts } from './propensity-documents.ts';

export interface AdministerPropensitiesPorts extends ManagePropensitiesPorts, PropensityDocumentPorts {
  readonly propensities: ManagePropensitiesPorts['propensities'];
  readonly propensityModels: Pick<PropensityModelStore, 'list' | 'activate'>;
}

/**
 * Adds a propensity, or replaces the definition of one. The request names the revision that was read; 0 = none.
 * @throws WorkflowError `propensity_invalid`, `propensity_exists`, `propensity_changed`, `unknown_propensity`
 */
export async function putPropensity(
  ports: AdministerPropensitiesPorts,
  orgId: string,
  id: string,
  { basedOn, definition: document }: PutPropensityRequest,
  actor: string,
): Promise<Propensity> {
  // What it contains is validated before it is stored.
  const definition = document as unknown as PropensityDefinition;
  if (definition.id !== id) {
    throw new WorkflowError('propensity_invalid', { problems: [`The definition has another id than ${id}.`] });
  }
  if (basedOn === 0) await addPropensity(ports, orgId, definition, actor);
  else {
    const before = await getPropensity(ports, orgId, id);
    if (before.revision !== basedOn) throw new WorkflowError('propensity_changed', { id });
    if (before.definition.object !== definition.object) {
      throw new WorkflowError('propensity_invalid', { problems: ['The object of a propensity cannot change.'] });
    }
    await changePropensity(ports, orgId, before, definition, actor);
  }
  return readPropensity(ports, orgId, id);
}

/**
 * Lets a model score the records of its propensity.
 * @throws WorkflowError `unknown_propensity`, `unknown_model`
 */
export async function activatePropensityModel(
  ports: AdministerPropensitiesPorts,
  orgId: string,
  id: string,
  modelId: string,
  actor: string,
): Promise<Propensity> {
  await getPropensity(ports, orgId, id);
  const by = { at: ports.clock.now(), actor };
  if (!(await ports.propensityModels.activate(orgId, id, modelId, by))) {
    throw new WorkflowError('unknown_model', { modelId });
  }
  return readPropensity(ports, orgId, id);
}

/**
 * Leaves a propensity without an active model: nothing is scored or written until one is activated. Scores that were
 * written stay in the CRM.
 * @throws WorkflowError `unknown_propensity`
 */
export async function deactivatePropensity(
  ports: AdministerPropensitiesPorts,
  orgId: string,
  id: string,
  actor: string,
): Promise<Propensity> {
  await getPropensity(ports, orgId, id);
  await ports.propensityModels.activate(orgId, id, null, { at: ports.clock.now(), actor });
  return readPropensity(ports, orgId, id);
}

/**
 * A model of a propensity with the report of its training.
 * @throws WorkflowError `unknown_propensity`, `unknown_model`
 */
export async function propensityModelReport(
  ports: Pick<PropensityDocumentPorts, 'propensities' | 'propensityModels'>,
  orgId: string,
  id: string,
  modelId: string,
): Promise<ModelReport> {
  await getPropensity(ports, orgId, id);
  const entry = (await ports.propensityModels.list(orgId, id)).find((model) => model.id === modelId);
  if (!entry) throw new WorkflowError('unknown_model', { modelId });
  return { model: modelSummaryOf(entry, undefined), report: toTrainingReport(entry.report) };
}

export interface RequestPropensityTrainingPorts extends Pick<PropensityDocumentPorts, 'propensities'> {
  readonly jobs: Pick<JobStore, 'request'>;
  readonly orgs: Pick<OrgStore, 'find'>;
  readonly auditLog: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
}

/**
 * Requests a training of a propensity, which a worker does: it reads the records first.
 * @returns the job that waits or runs already, where there is one
 * @throws WorkflowError `unknown_propensity`, `org_not_synced`
 */
export async function requestPropensityTraining(
  ports: RequestPropensityTrainingPorts,
  orgId: string,
  propensityId: string,
  actor: string,
): Promise<Job> {
  const { jobs, orgs, auditLog, clock } = ports;
  await getPropensity(ports, orgId, propensityId);
  if (!(await orgs.find(orgId))?.lastSyncedAt) throw new WorkflowError('org_not_synced', { orgId });
  const id = `job_${randomBytes(8).toString('hex')}`;
  const entry = await jobs.request(orgId, {
    ...{ id, kind: 'train', propensityId, requestedAt: clock.now(), requestedBy: actor },
  });
  if (entry.id === id) {
    await auditLog.append(orgId, {
      ...{ at: clock.now(), actor, act: 'propensity.train', subject: propensityId, detail: { job: id } },
    });
  }
  return jobOf(entry);
}
