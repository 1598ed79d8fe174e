import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { DescribedObject } from '../describe/describe-object.ts';
import { createOrgSchema } from '../describe/org-schema.ts';
import { packageNamesOf } from '../describe/package-names.ts';
import { historyTarget, leadTarget, namedAsInOrg, type WriteTarget } from '../write/target.ts';
import type { Finding } from './finding.ts';

const DEPLOY_REMEDY = 'Deploy the package (force-app) to the org, and assign the permission set Leadlight_Integration.';

/** Whether scores could be written: access to the object, and to each field of a record. Nothing is written. */
export async function checkWriteAccess(connection: SalesforceConnection): Promise<readonly Finding[]> {
  const schema = createOrgSchema(connection);
  const object = await schema.find(leadTarget.object);
  const names = packageNamesOf(object);
  const history = namedAsInOrg(historyTarget, names);
  return [
    toFinding(namedAsInOrg(leadTarget, names), object, 'failed', 'The score can be written to Lead'),
    toFinding(history, await schema.find(history.object), 'warning', 'The score history can be kept'),
  ];
}

function toFinding(
  target: WriteTarget,
  object: DescribedObject | undefined,
  stateIfNot: 'failed' | 'warning',
  okMessage: string,
): Finding {
  const obstacle = findObstacle(target, object);
  if (obstacle === undefined) return { check: 'write', state: 'ok', message: okMessage };
  return { check: 'write', state: stateIfNot, message: obstacle, remedy: DEPLOY_REMEDY };
}

/** Why such records cannot be written; undefined where they can. */
function findObstacle(target: WriteTarget, object: DescribedObject | undefined): string | undefined {
  if (!object) return `The org has no ${target.object} for this user`;
  if (!object.updateable) return `This user may not edit records of ${target.object}`;
  // An upsert by another key than the id also creates records.
  if (target.key !== 'Id' && !object.createable) return `This user may not create records of ${target.object}`;
  const fields = fieldsWritten(target).filter((name) => object.fields.get(name)?.updateable !== true);
  return fields.length === 0 ? undefined : `${target.object}: ${fields.join(', ')} cannot be written`;
}

/** The fields of a record as it would be written. The lead is set at creation and never changed. */
const fieldsWritten = (target: WriteTarget): readonly string[] =>
  Object.keys(
    target.toRecord({
      leadId: '',
      score: 1,
      band: 'A',
      qualified: false,
      probability: 0,
      unranked: null,
      reasons: '',
      modelLabel: '',
      scoredAt: 0,
      inputHash: '',
    }),
  ).filter((name) => name !== 'Id');
