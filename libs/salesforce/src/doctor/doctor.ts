import type { Instant } from '@leadlight/lead-features';
import { DEFAULT_RESERVE_SHARE, isBelowReserve } from '../connection/api-budget.ts';
import { connectSalesforce, type ConnectOptions } from '../connection/connect.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { realTiming } from '../connection/timing.ts';
import { describeLeadFields } from '../describe/lead-fields.ts';
import { createOrgSchema } from '../describe/org-schema.ts';
import { signedInUser } from '../describe/signed-in-user.ts';
import { isSalesforceError } from '../errors.ts';
import { createStreamPlans } from '../extract/stream-plans.ts';
import { pollingForecast } from '../follow/polling-interval.ts';
import { streams } from '../streams/index.ts';
import { isMissing } from '../streams/stream.ts';
import type { Finding } from './finding.ts';
import { checkWriteAccess } from './write-access.ts';

type Check = (connection: SalesforceConnection, now: Instant) => Promise<readonly Finding[]>;

const PERMISSION_SET =
  'Assign the permission set Leadlight_Integration to the user that the External Client App runs as.';
const READ_ACCESS = `${PERMISSION_SET} If it is assigned already, give that user Read access to what is named here`;
const OPTIONAL_ACCESS = `${READ_ACCESS}, or leave it: features that need it are then missing.`;
const MAX_CLOCK_SKEW_MS = 60_000;

/** Without API calls left, only the checks that make no calls still run. */
const CHECKS: readonly { readonly check: Finding['check']; readonly run: Check; readonly needsCalls: boolean }[] = [
  { check: 'objects', run: checkObjects, needsCalls: true },
  { check: 'history', run: checkHistory, needsCalls: true },
  { check: 'write', run: checkWriteAccess, needsCalls: true },
  { check: 'budget', run: checkApiBudget, needsCalls: false },
  { check: 'clock', run: checkClock, needsCalls: false },
];

/**
 * Checks everything that a sync and a write-back need, and yields each finding at once. Nothing is changed in the org. A
 * failed sign-in is the only finding.
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
  const message = `Signed in to org ${orgId} as ${await describeUser(connection)}, API ${apiVersion}`;
  yield { check: 'sign-in', state: 'ok', message, orgId };
  let callsLeft = true;
  for (const { check, run, needsCalls } of CHECKS) {
    if (needsCalls && !callsLeft) continue;
    try {
      yield* await run(connection, (options.now ?? Date.now)());
    } catch (error) {
      yield failedFinding(check, error);
      callsLeft &&= !isSalesforceError(error, 'api_limit_exceeded');
    }
  }
}

/** Administrators assign permissions by user name, not by id. */
async function describeUser(connection: SalesforceConnection): Promise<string> {
  const { userId } = connection;
  const user = await signedInUser(connection);
  return user === userId ? `user ${userId}` : `${user} (${userId})`;
}

function failedFinding(check: Finding['check'], error: unknown): Finding {
  if (!isSalesforceError(error)) throw error;
  return { check, state: 'failed', message: error.reason, remedy: error.remedy };
}

async function checkObjects(connection: SalesforceConnection): Promise<readonly Finding[]> {
  const { context } = createStreamPlans(connection, realTiming);
  const findings: Finding[] = [];
  for (const stream of streams) {
    const plan = await stream.plan(context);
    if (isMissing(plan)) {
      const message = `${stream.name} cannot be read: ${unreadableReason(plan.missing)}`;
      findings.push(
        stream.name === 'Lead'
          ? { check: 'objects', state: 'failed', message, remedy: `${READ_ACCESS}.` }
          : { check: 'objects', state: 'warning', message, remedy: OPTIONAL_ACCESS },
      );
      continue;
    }
    const message = `${stream.name} can be read, ${plan.fields.length} fields`;
    findings.push({ check: 'objects', state: 'ok', message });
    if (plan.unreadable.length > 0) {
      const without = `${stream.name} is read without ${plan.unreadable.join(', ')}`;
      findings.push({ check: 'fields', state: 'warning', message: without, remedy: OPTIONAL_ACCESS });
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
    const message = 'The history of Lead fields cannot be read: the past state of a lead is unknown';
    const remedy = `In Setup, Lead, Set History Tracking: turn it on. ${PERMISSION_SET}`;
    return [{ check: 'history', state: 'warning', message, remedy }];
  }
  const fields = await describeLeadFields(connection, schema, now);
  const tracked = fields.flatMap(({ past }) => (past.kind === 'tracked' ? [past] : []));
  if (tracked.length > 0) {
    const since = tracked.some(({ setupLogSince }) => setupLogSince !== undefined)
      ? 'the setup audit trail can be read, which says when tracking was turned on'
      : 'the setup audit trail cannot be read (permission View Setup and Configuration), so when tracking began is judged by the changes alone';
    return [
      { check: 'history', state: 'ok', message: `The history of ${tracked.length} Lead fields is tracked; ${since}` },
    ];
  }
  const message = 'No Lead field has its history tracked: the past state of a lead is unknown';
  const remedy =
    'In Setup, Lead, Set History Tracking: choose up to 20 fields that reps change. Tracking starts then; earlier changes stay unknown.';
  return [{ check: 'history', state: 'warning', message, remedy }];
}

async function checkApiBudget(connection: SalesforceConnection): Promise<readonly Finding[]> {
  const usage = connection.apiUsage();
  if (!usage) {
    const remedy = 'Check for a proxy that removes the header Sforce-Limit-Info.';
    return [{ check: 'budget', state: 'warning', message: 'The org does not report its API usage', remedy }];
  }
  const message = `${usage.used} of ${usage.limit} API calls of the last 24 hours are used`;
  if (!isBelowReserve(usage, DEFAULT_RESERVE_SHARE))
    return [{ check: 'budget', state: 'ok', message: `${message}. ${pollingForecast(usage)}` }];
  const remedy = 'Wait until calls become available, find out who else makes calls, or buy more API calls.';
  return [{ check: 'budget', state: 'failed', message, remedy }];
}

async function checkClock(connection: SalesforceConnection): Promise<readonly Finding[]> {
  const skewMs = connection.clockSkewMs() ?? 0;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const message = `This machine's clock is ${seconds} s ${skewMs < 0 ? 'behind' : 'ahead of'} the org's`;
  if (Math.abs(skewMs) <= MAX_CLOCK_SKEW_MS) return [{ check: 'clock', state: 'ok', message }];
  const remedy = 'Synchronise the clock (NTP): signing in with a key fails beyond a minute and a half.';
  return [{ check: 'clock', state: 'warning', message, remedy }];
}
