import type { Degradation } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { Timing } from '../connection/timing.ts';
import { createOrgSchema } from '../describe/org-schema.ts';
import { SalesforceError } from '../errors.ts';
import { EmailTaskIndex } from '../streams/email-task-index.ts';
import { isMissing, type Stream, type StreamContext, type StreamPlan } from '../streams/stream.ts';

/** What to read of each object, as this org and this user allow. */
export interface StreamPlans {
  readonly context: StreamContext;
  /**
   * @returns undefined where the object cannot be read, which is recorded as a degradation
   * @throws SalesforceError `object_unreadable` for Lead, which is required
   */
  findPlan(stream: Stream): Promise<StreamPlan | undefined>;
  /** After a query failed because of it: the next plan describes the org again. */
  markUnreadable(stream: Stream, what: string | undefined): void;
  degradations(): readonly Degradation[];
  /** The next plans describe the org again. */
  forget(): void;
}

/** They take at most 32 MB. */
const MAX_EMAIL_TASKS = 1_000_000;

const PERMISSION_REMEDY =
  'Assign the permission set Leadlight_Integration, or leave it: the features that need it are then missing.';

/** Describing takes ten calls, so it is repeated rarely; an added field is noticed that much later. */
const MAX_DESCRIBE_AGE_MS = 60 * 60_000;

/** @param timing measures the age of described objects */
export function createStreamPlans(
  connection: SalesforceConnection,
  { elapsedMs }: Pick<Timing, 'elapsedMs'>,
): StreamPlans {
  const schema = createOrgSchema(connection);
  const context: StreamContext = { connection, schema, emails: new EmailTaskIndex(MAX_EMAIL_TASKS) };
  const plans = new Map<string, StreamPlan>();
  const degradations = new Map<string, Degradation>();
  let describedAtMs = elapsedMs();
  const addDegradation = (stream: string, what: string, remedy: string) =>
    degradations.set(`${stream} ${what}`, { stream, what, remedy });
  const clear = () => {
    schema.clear();
    plans.clear();
    describedAtMs = elapsedMs();
  };

  async function newPlan({ name, plan: planStream }: Stream): Promise<StreamPlan | undefined> {
    const plan = await planStream(context);
    if (!isMissing(plan)) {
      for (const field of plan.unreadable)
        addDegradation(name, `${field} is not readable and left out`, PERMISSION_REMEDY);
      plans.set(name, plan);
      return plan;
    }
    const missing = plan.missing.join(', ');
    if (name === 'Lead') throw new SalesforceError('object_unreadable', { missing });
    addDegradation(name, `${missing} is not readable: none of it is read`, PERMISSION_REMEDY);
    return undefined;
  }

  return {
    context,
    async findPlan(stream) {
      if (elapsedMs() - describedAtMs > MAX_DESCRIBE_AGE_MS) clear();
      return plans.get(stream.name) ?? newPlan(stream);
    },
    markUnreadable(stream, what = 'a field') {
      addDegradation(stream.name, `${what} disappeared while it was read`, 'Nothing to do; it is left out.');
      clear();
    },
    degradations: () => [...degradations.values()],
    forget: clear,
  };
}
