import { SalesforceError } from '../errors.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { createOrgSchema } from '../describe/schema.ts';
import { IdSet } from '../streams/id-set.ts';
import { isMissing, type OrgView, type Stream, type StreamPlan } from '../streams/stream.ts';

/** Something that is read in a lesser form than it could be. */
export interface Degradation {
  readonly stream: string;
  readonly what: string;
  readonly remedy: string;
}

/** What is read of each object, as this org and this user allow. */
export interface StreamPlans {
  readonly org: OrgView;
  /**
   * @returns undefined where the object cannot be read, which is noted
   * @throws SalesforceError `permission_missing` for Lead: without it there is nothing to do
   */
  planOf(stream: Stream): Promise<StreamPlan | undefined>;
  /** After a query failed for it: describes anew at the next plan. */
  fieldWentAway(stream: Stream, field: string | number | undefined): void;
  degradations(): readonly Degradation[];
}

/** 32 MB at most. */
const MOST_EMAIL_TASKS = 1_000_000;

const PERMISSION =
  'Assign the permission set Leadlight_Integration, or leave it: the features that need it are then missing.';

export function createStreamPlans(connection: SalesforceConnection): StreamPlans {
  const schema = createOrgSchema(connection);
  const org: OrgView = { connection, schema, emailTasks: new IdSet(MOST_EMAIL_TASKS) };
  const noted = new Map<string, Degradation>();
  const note = (stream: string, what: string, remedy: string) =>
    noted.set(`${stream} ${what}`, { stream, what, remedy });
  return {
    org,
    async planOf(stream) {
      const plan = await stream.plan(org);
      if (!isMissing(plan)) {
        for (const field of plan.leftOut) note(stream.name, `${field} is not readable and left out`, PERMISSION);
        return plan;
      }
      const missing = plan.missing.join(', ');
      if (stream.name === 'Lead') {
        throw new SalesforceError('permission_missing', `The user may not read ${missing}.`, { missing });
      }
      note(stream.name, `${missing} is not readable: none of it is read`, PERMISSION);
      return undefined;
    },
    fieldWentAway(stream, field = 'a field') {
      note(stream.name, `${field} went away while it was read`, 'Nothing to do; it is left out.');
      schema.forget();
    },
    degradations: () => [...noted.values()],
  };
}
