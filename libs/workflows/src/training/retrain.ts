import type { TrainingRequest } from '../administration/scoring-settings/org-train-settings.ts';
import { WorkflowError } from '../errors.ts';
import type { Progress } from '../ports/index.ts';
import { trainOnOrg, type OrgTraining, type PublishOptions } from './train-and-publish.ts';
import { getFullySyncedOrg, type TrainOnOrgPorts } from './train-on-org.ts';

/**
 * Trains a new model of an org that has one, and publishes it only if nothing speaks against it. Both are stored, so that
 * either can be activated later.
 * @throws WorkflowError `no_active_model`; else as `trainOnOrg`
 */
export async function retrain(
  ports: TrainOnOrgPorts,
  orgId: string,
  request: TrainingRequest,
  progress: Progress,
  options: PublishOptions = {},
): Promise<OrgTraining> {
  await getFullySyncedOrg(ports.orgs, orgId);
  if (!(await ports.models.findActive(orgId))) throw new WorkflowError('no_active_model', { orgId });
  return trainOnOrg(ports, orgId, request, progress, options);
}
