import type { Instant } from '@leadlight/lead-features';
import { connectSalesforce, type ConnectOptions } from '../connection/connect.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { describeLeadFields } from '../describe/lead-fields.ts';
import { createOrgSchema } from '../describe/schema.ts';
import { isSalesforceError } from '../errors.ts';
import { createStreamPlans } from '../extract/stream-plans.ts';
import { streams } from '../streams/index.ts';
import { isMissing } from '../streams/stream.ts';
import { DEFAULT_FLOOR_SHARE, isBelowFloor } from '../write/budget.ts';
import { historyTarget, leadTarget, type Target } from '../write/target.ts';

/** One line of an examination. */
export interface Finding {
  readonly check: 'sign-in' | 'clock' | 'objects' | 'fields' | 'history' | 'budget' | 'write';
  /** `warning`: it works, but less well than it could. */
  readonly state: 'ok' | 'warning' | 'failed';
  readonly what: string;
  /** Present unless `ok`. */
  readonly remedy?: string;
}

type Examination = (connection: SalesforceConnection, now: Instant) => Promise<readonly Finding[]>;

const PERMISSION_SET =
  'Assign the permission set Leadlight_Integration to the user that the External Client App runs as.';
const TOLERATED_SKEW_MS = 60_000;

/**
 * Looks at everything that a sync and a write-back need, line by line as it goes; nothing is changed in the org. Where
 * signing in fails, that is the only line.
 */
export async function* examineOrg(options: ConnectOptions): AsyncGenerator<Finding> {
  let connection: SalesforceConnection;
  try {
    connection = await connectSalesforce(options);
  } catch (error) {
    yield failure('sign-in', error);
    return;
  }
  const { orgId, userId, apiVersion } = connection;
  yield { check: 'sign-in', state: 'ok', what: `Signed in to org ${orgId} as user ${userId}, API ${apiVersion}` };
  const examinations: readonly (readonly [Finding['check'], Examination])[] = [
    ['objects', objects],
    ['history', history],
    ['write', writing],
    ['budget', budget],
    ['clock', clock],
  ];
  for (const [check, examine] of examinations) {
    try {
      yield* await examine(connection, (options.now ?? Date.now)());
    } catch (error) {
      yield failure(check, error);
    }
  }
}

function failure(check: Finding['check'], error: unknown): Finding {
  if (!isSalesforceError(error)) throw error;
  return { check, state: 'failed', what: error.message.replace(error.remedy, '').trim(), remedy: error.remedy };
}

async function objects(connection: SalesforceConnection, now: Instant): Promise<readonly Finding[]> {
  const { org } = createStreamPlans(connection, () => now);
  const findings: Finding[] = [];
  for (const stream of streams) {
    const plan = await stream.plan(org);
    if (isMissing(plan)) {
      const what = `${stream.name} cannot be read: ${plan.missing.join(', ')} is missing`;
      findings.push({
        check: 'objects',
        state: stream.name === 'Lead' ? 'failed' : 'warning',
        what,
        remedy: PERMISSION_SET,
      });
    } else if (plan.leftOut.length > 0) {
      const what = `${stream.name} is read without ${plan.leftOut.join(', ')}`;
      findings.push({ check: 'fields', state: 'warning', what, remedy: PERMISSION_SET });
    } else {
      findings.push({
        check: 'objects',
        state: 'ok',
        what: `${stream.name} can be read, ${plan.fields.length} fields`,
      });
    }
  }
  return findings;
}

async function history(connection: SalesforceConnection, now: Instant): Promise<readonly Finding[]> {
  const fields = await describeLeadFields(connection, createOrgSchema(connection), now);
  const tracked = fields.filter(({ past }) => past.kind === 'tracked').length;
  if (tracked > 0) return [{ check: 'history', state: 'ok', what: `The history of ${tracked} Lead fields is tracked` }];
  return [
    {
      check: 'history',
      state: 'warning',
      what: 'No Lead field has its history tracked: what a lead looked like in the past is unknown',
      remedy:
        'In Setup, Lead, Set History Tracking: choose up to 20 fields that reps change. It tells nothing about the time before.',
    },
  ];
}

async function writing(connection: SalesforceConnection): Promise<readonly Finding[]> {
  const schema = createOrgSchema(connection);
  return Promise.all([
    writable(leadTarget, 'failed', 'The score can be written to Lead'),
    writable(historyTarget, 'warning', 'The score history can be kept'),
  ]);

  async function writable(target: Target, otherwise: 'failed' | 'warning', what: string): Promise<Finding> {
    const object = await schema.find(target.object);
    const deploy = 'Deploy the package (force-app) to the org, and assign the permission set Leadlight_Integration.';
    if (!object)
      return {
        check: 'write',
        state: otherwise,
        what: `The org has no ${target.object} for this user`,
        remedy: deploy,
      };
    const missing = fieldsOf(target).filter((name) => object.fields.get(name)?.updateable !== true);
    if (missing.length === 0) return { check: 'write', state: 'ok', what };
    return {
      check: 'write',
      state: otherwise,
      what: `${target.object}: ${missing.join(', ')} cannot be written`,
      remedy: deploy,
    };
  }
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

async function budget(connection: SalesforceConnection): Promise<readonly Finding[]> {
  const usage = connection.apiUsage();
  if (!usage)
    return [
      {
        check: 'budget',
        state: 'warning',
        what: 'The org does not tell its API usage',
        remedy: 'Check for a proxy that takes out the header Sforce-Limit-Info.',
      },
    ];
  const what = `${usage.used} of ${usage.limit} API calls of the last 24 hours are used`;
  if (!isBelowFloor(usage, DEFAULT_FLOOR_SHARE)) return [{ check: 'budget', state: 'ok', what }];
  return [
    {
      check: 'budget',
      state: 'failed',
      what,
      remedy: 'Wait for the budget to return, find out who else calls, or buy more API calls.',
    },
  ];
}

async function clock(connection: SalesforceConnection): Promise<readonly Finding[]> {
  const skewMs = connection.clockSkewMs() ?? 0;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const what = `This machine's clock is ${seconds} s ${skewMs < 0 ? 'behind' : 'ahead of'} the org's`;
  if (Math.abs(skewMs) <= TOLERATED_SKEW_MS) return [{ check: 'clock', state: 'ok', what }];
  return [
    {
      check: 'clock',
      state: 'warning',
      what,
      remedy: 'Synchronise the clock (NTP): signing in with a key fails beyond three minutes.',
    },
  ];
}
