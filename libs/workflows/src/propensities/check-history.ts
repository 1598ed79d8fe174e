import type { ModelChecks } from '@leadlight/contract';
import { listModelChecks, type ListModelChecksPorts } from '../administration/model-checks.ts';
import { getPropensity, type ManagePropensitiesPorts } from './manage-propensities.ts';

/**
 * The checks of the models of a propensity, as `listModelChecks` has those of leads.
 * @throws WorkflowError `unknown_propensity`
 */
export async function listPropensityChecks(
  ports: ListModelChecksPorts & Pick<ManagePropensitiesPorts, 'propensities'>,
  orgId: string,
  propensityId: string,
): Promise<ModelChecks> {
  await getPropensity(ports, orgId, propensityId);
  return listModelChecks(ports, orgId, propensityId);
}
