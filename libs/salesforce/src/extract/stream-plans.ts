import type { Instant } from '@leadlight/lead-features';
import type { Degradation } from '@leadlight/workflows';
import { SalesforceError } from '../errors.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { createOrgSchema } from '../describe/org-schema.ts';
import { EmailTaskIndex } from '../streams/email-task-index.ts';
import { isMissing, type StreamContext, type Stream, type StreamPlan } from '../streams/stream.ts';

/** What is read of each object, as this org and this user allow. */
export interface StreamPlans {
  readonly org: StreamContext;
  /**
   * @returns undefined where the object cannot be read, which is noted
   * @throws SalesforceError `permission_missing` for Lead: without it there is nothing to do
   */
  findPlan(stream: Stream): Promise<StreamPlan | undefined>;
  /** After a query failed for it: describes anew at the next plan. */
  markUnreadable(stream: Stream, what: string | number | undefined): void;
  degradations(): readonly Degradation[];
}

/** 32 MB at most. */
const MAX_EMAIL_TASKS = 1_000_000;

const PERMISSION_REMEDY =
  'Assign the permission set Leadlight_Integration, or leave it: the features that need it are then missing.';

/** For so long the org is taken to look as it did: a field that is added is noticed that much later. Describing takes ten calls. */
const MAX_DESCRIBE_AGE_MS = 60 * 60_000;

/** @param now the clock, by which describes grow old */
export function createStreamPlans(connection: SalesforceConnection, now: () => Instant): StreamPlans {
  const schema = createOrgSchema(connection);
  const org: StreamContext = { connection, schema, emails: new EmailTaskIndex(MAX_EMAIL_TASKS) };
  const plans = new Map<string, StreamPlan>();
  const noted = new Map<string, Degradation>();
  let describedAt = now();
  const note = (stream: string, what: string, remedy: string) =>
    noted.set(`${stream} ${what}`, { stream, what, remedy });
  const forget = () => {
    schema.clear();
    plans.clear();
    describedAt = now();
  };

  async function newPlan(stream: Stream): Promise<StreamPlan | undefined> {
    const plan = await stream.plan(org);
    if (!isMissing(plan)) {
      for (const field of plan.unreadable)
        note(stream.name, `${field} is not readable and left out`, PERMISSION_REMEDY);
      plans.set(stream.name, plan);
      return plan;
    }
    const missing = plan.missing.join(', ');
    if (stream.name === 'Lead') {
      throw new SalesforceError('permission_missing', `The user may not read ${missing}.`, { missing });
    }
    note(stream.name, `${missing} is not readable: none of it is read`, PERMISSION_REMEDY);
    return undefined;
  }

  return {
    org,
    findPlan(stream) {
      if (now() - describedAt > MAX_DESCRIBE_AGE_MS) forget();
      const known = plans.get(stream.name);
      return known ? Promise.resolve(known) : newPlan(stream);
    },
    markUnreadable(stream, what = 'a field') {
      note(stream.name, `${what} went away while it was read`, 'Nothing to do; it is left out.');
      forget();
    },
    degradations: () => [...noted.values()],
  };
}
