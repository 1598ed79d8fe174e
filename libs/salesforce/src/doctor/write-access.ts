import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { DescribedObject } from '../describe/describe-object.ts';
import { createOrgSchema } from '../describe/schema.ts';
import { historyTarget, leadTarget, type Target } from '../write/target.ts';
import type { Finding } from './doctor.ts';

const DEPLOY = 'Deploy the package (force-app) to the org, and assign the permission set Leadlight_Integration.';

/** Whether scores could be written: the object as a whole, and each field of a record. Nothing is written. */
export async function writing(connection: SalesforceConnection): Promise<readonly Finding[]> {
  const schema = createOrgSchema(connection);
  return [
    findingOf(leadTarget, await schema.find(leadTarget.object), 'failed', 'The score can be written to Lead'),
    findingOf(historyTarget, await schema.find(historyTarget.object), 'warning', 'The score history can be kept'),
  ];
}

function findingOf(
  target: Target,
  object: DescribedObject | undefined,
  otherwise: 'failed' | 'warning',
  whatIfSo: string,
): Finding {
  const obstacle = obstacleTo(target, object);
  if (obstacle === undefined) return { check: 'write', state: 'ok', what: whatIfSo };
  return { check: 'write', state: otherwise, what: obstacle, remedy: DEPLOY };
}

/** What stands in the way of writing such records; undefined where nothing does. */
function obstacleTo(target: Target, object: DescribedObject | undefined): string | undefined {
  if (!object) return `The org has no ${target.object} for this user`;
  if (!object.updateable) return `This user may not edit records of ${target.object}`;
  // A key other than the id makes the records that are not there yet.
  if (target.key !== 'Id' && !object.createable) return `This user may not create records of ${target.object}`;
  const fields = fieldsOf(target).filter((name) => object.fields.get(name)?.updateable !== true);
  return fields.length === 0 ? undefined : `${target.object}: ${fields.join(', ')} cannot be written`;
}

/** The fields of a record as it would be written; its lead is given at creation and not changed after. */
const fieldsOf = (target: Target): readonly string[] =>
  Object.keys(
    target.recordOf({
      leadId: '',
      score: 1,
      band: 'A',
      qualified: false,
      probability: 0,
      reasons: '',
      modelLabel: '',
      scoredAt: 0,
      inputHash: '',
    }),
  ).filter((name) => name !== 'Id');
