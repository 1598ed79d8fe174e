import type { Instant } from '@leadlight/lead-features';
import { connectSalesforce, type ConnectOptions } from '../connection/connect.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { describeLeadFields } from '../describe/lead-fields.ts';
import { createOrgSchema } from '../describe/org-schema.ts';
import { signedInUser } from '../describe/signed-in-user.ts';
import { isSalesforceError } from '../errors.ts';
import { createStreamPlans } from '../extract/stream-plans.ts';
import { pollingForecast } from '../follow/polling-interval.ts';
import { streams } from '../streams/index.ts';
import { isMissing } from '../streams/stream.ts';
import { DEFAULT_FLOOR_SHARE, isBelowFloor } from '../connection/api-budget.ts';
import type { Finding } from './finding.ts';
import { checkWriteAccess } from './write-access.ts';

type Check = (connection: SalesforceConnection, now: Instant) => Promise<readonly Finding[]>;

const PERMISSION_SET =
  'Assign the permission set Leadlight_Integration to the user that the External Client App runs as.';
const READ_ACCESS = `${PERMISSION_SET} Where it is assigned already, give that user Read access to what is named here`;
const MAX_CLOCK_SKEW_MS = 60_000;
/** What is still worth looking at once no call is answered any more. */
const CHECKS_WITHOUT_CALLS: readonly Finding['check'][] = ['budget', 'clock'];

/**
 * Looks at everything that a sync and a write-back need, line by line as it goes; nothing is changed in the org. Where
 * signing in fails, that is the only line.
 */
export async function* checkOrg(options: ConnectOptions): AsyncGenerator<Finding> {
  let connection: SalesforceConnection;
  try {
    connection = await connectSalesforce(options);
  } catch (error) {
    yield failedFinding('sign-in', error);
    return;
  }
  const { orgId, apiVersion } = connection;
  yield {
    check: 'sign-in',
    state: 'ok',
    what: `Signed in to org ${orgId} as ${await describeUser(connection)}, API ${apiVersion}`,
    orgId,
  };
  const examinations: readonly (readonly [Finding['check'], Check])[] = [
    ['objects', checkObjects],
    ['history', checkHistory],
    ['write', checkWriteAccess],
    ['budget', checkApiBudget],
    ['clock', checkClock],
  ];
  let isUsedUp = false;
  for (const [check, examine] of examinations) {
    if (isUsedUp && !CHECKS_WITHOUT_CALLS.includes(check)) continue;
    try {
      yield* await examine(connection, (options.now ?? Date.now)());
    } catch (error) {
      yield failedFinding(check, error);
      isUsedUp ||= isSalesforceError(error, 'api_limit_exceeded');
    }
  }
}

/** Permissions are given to a name, not to an id. */
async function describeUser(connection: SalesforceConnection): Promise<string> {
  const { userId } = connection;
  const user = await signedInUser(connection);
  return user === userId ? `user ${userId}` : `${user} (${userId})`;
}

function failedFinding(check: Finding['check'], error: unknown): Finding {
  if (!isSalesforceError(error)) throw error;
  return { check, state: 'failed', what: error.message.replace(error.remedy, '').trim(), remedy: error.remedy };
}

async function checkObjects(connection: SalesforceConnection, now: Instant): Promise<readonly Finding[]> {
  const { org } = createStreamPlans(connection, () => now);
  const findings: Finding[] = [];
  for (const stream of streams) {
    const plan = await stream.plan(org);
    if (isMissing(plan)) {
      const isLead = stream.name === 'Lead';
      findings.push({
        check: 'objects',
        state: isLead ? 'failed' : 'warning',
        what: `${stream.name} cannot be read: ${unreadableReason(plan.missing)}`,
        remedy: isLead ? `${READ_ACCESS}.` : `${READ_ACCESS}, or leave it: what is learnt from it is then missing.`,
      });
      continue;
    }
    findings.push({
      check: 'objects',
      state: 'ok',
      what: `${stream.name} can be read, ${plan.fields.length} fields`,
    });
    if (plan.unreadable.length > 0) {
      findings.push({
        check: 'fields',
        state: 'warning',
        what: `${stream.name} is read without ${plan.unreadable.join(', ')}`,
        remedy: `${READ_ACCESS}, or leave it: what is learnt from it is then missing.`,
      });
    }
  }
  return findings;
}

/** @param missing an object, or fields of objects */
function unreadableReason(missing: readonly string[]): string {
  const fields = missing.filter((name) => name.includes('.'));
  if (fields.length > 0) return `this user may not see ${fields.join(', ')}`;
  return `the org has no ${missing.join(', ')}, or this user may not read it`;
}

async function checkHistory(connection: SalesforceConnection, now: Instant): Promise<readonly Finding[]> {
  const schema = createOrgSchema(connection);
  if (!(await schema.find('LeadHistory'))) {
    return [
      {
        check: 'history',
        state: 'warning',
        what: 'The history of Lead fields cannot be read: what a lead looked like in the past is unknown',
        remedy: `In Setup, Lead, Set History Tracking: turn it on. ${PERMISSION_SET}`,
      },
    ];
  }
  const fields = await describeLeadFields(connection, schema, now);
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

async function checkApiBudget(connection: SalesforceConnection): Promise<readonly Finding[]> {
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
  if (!isBelowFloor(usage, DEFAULT_FLOOR_SHARE))
    return [{ check: 'budget', state: 'ok', what: `${what}. ${pollingForecast(usage)}` }];
  return [
    {
      check: 'budget',
      state: 'failed',
      what,
      remedy: 'Wait for the budget to return, find out who else calls, or buy more API calls.',
    },
  ];
}

async function checkClock(connection: SalesforceConnection): Promise<readonly Finding[]> {
  const skewMs = connection.clockSkewMs() ?? 0;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const what = `This machine's clock is ${seconds} s ${skewMs < 0 ? 'behind' : 'ahead of'} the org's`;
  if (Math.abs(skewMs) <= MAX_CLOCK_SKEW_MS) return [{ check: 'clock', state: 'ok', what }];
  return [
    {
      check: 'clock',
      state: 'warning',
      what,
      remedy: 'Synchronise the clock (NTP): signing in with a key fails beyond a minute and a half.',
    },
  ];
}
