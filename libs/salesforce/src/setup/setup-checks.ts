import { expectObject, expectObjects, findText, isJsonObject } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import { queryRows } from '../query/query.ts';
import { soqlString } from '../query/soql.ts';
import { INTEGRATION_PERMISSION_SET_LICENCE } from './assignments.ts';
import { findRow, queryTooling } from './records.ts';
import { INTEGRATION_LICENCE } from './users.ts';

/** One result of checking whether Leadlight can be set up in an org. */
export interface SetupFinding {
  readonly check: 'edition' | 'API version' | 'limits' | 'licences' | 'sharing' | 'history tracking' | 'change events';
  /** `warning`: it works, but with restrictions. `failed`: it does not work in this org. */
  readonly state: 'ok' | 'warning' | 'failed';
  readonly message: string;
  /** Present unless `ok`. */
  readonly remedy?: string;
}

type Check = (connection: SalesforceConnection) => Promise<readonly SetupFinding[]>;

/** Editions that run Apex of an unmanaged package. @source "Apex Developer Guide": supported editions */
const EDITIONS_WITH_APEX = ['Enterprise Edition', 'Performance Edition', 'Unlimited Edition', 'Developer Edition'];
const MIN_API_VERSION = 68;
/** Below this, the first sync of an org with many leads could use up the day's calls. */
const MIN_API_CALLS = 1_500;
/** Score and history of a lead: a record of Leadlight_Score_History__c takes 2 KB like every record. */
const KB_PER_SCORED_LEAD = 2;
const FOLLOWED_OBJECTS = ['Lead', 'Task', 'Event', 'CampaignMember'];

const CHECKS: readonly { readonly check: SetupFinding['check']; readonly run: Check }[] = [
  { check: 'edition', run: checkEdition },
  { check: 'API version', run: checkApiVersion },
  { check: 'limits', run: checkLimits },
  { check: 'licences', run: checkLicences },
  { check: 'sharing', run: checkSharing },
  { check: 'history tracking', run: checkHistoryTracking },
  { check: 'change events', run: checkChangeEvents },
];

/** Checks what setting up needs, as the administrator who is signed in. Nothing is changed. */
export async function* checkOrgForSetup(connection: SalesforceConnection): AsyncGenerator<SetupFinding> {
  for (const { check, run } of CHECKS) {
    try {
      yield* await run(connection);
    } catch (error) {
      if (!isSalesforceError(error) || isSalesforceError(error, 'unreachable', 'request_timeout', 'session_rejected'))
        throw error;
      yield {
        check,
        state: 'warning',
        message: `Cannot be checked: ${error.reason.replace(/\.$/, '')}`,
        remedy: error.remedy,
      };
    }
  }
}

const organization = (connection: SalesforceConnection, field: string) =>
  findRow(connection, `SELECT ${field} FROM Organization`);

async function checkEdition(connection: SalesforceConnection): Promise<readonly SetupFinding[]> {
  const edition = String((await organization(connection, 'OrganizationType'))?.OrganizationType);
  const check = 'edition';
  if (EDITIONS_WITH_APEX.includes(edition)) return [{ check, state: 'ok', message: `${edition} runs Apex` }];
  const remedy = `Leadlight needs one of ${EDITIONS_WITH_APEX.join(', ')}.`;
  return [{ check, state: 'failed', message: `${edition} does not run Apex of its own`, remedy }];
}

async function checkApiVersion(connection: SalesforceConnection): Promise<readonly SetupFinding[]> {
  const versions = expectObjects(await connection.json({ method: 'GET', path: '/services/data/' }), '/services/data');
  const newest = Math.max(...versions.map(({ version }) => Number(version)));
  const check = 'API version';
  if (newest >= MIN_API_VERSION) return [{ check, state: 'ok', message: `The org has API version ${newest}.0` }];
  const message = `The org's newest API version is ${newest}.0; the package needs ${MIN_API_VERSION}.0`;
  return [
    { check, state: 'failed', message, remedy: 'Wait until Salesforce has upgraded the org (trust.salesforce.com).' },
  ];
}

async function checkLimits(connection: SalesforceConnection): Promise<readonly SetupFinding[]> {
  const limits = expectObject(await connection.json({ method: 'GET', path: '/limits' }), '/limits');
  const remaining = (name: string): number => {
    const limit = limits[name];
    return isJsonObject(limit) && typeof limit.Remaining === 'number' ? limit.Remaining : 0;
  };
  const calls = remaining('DailyApiRequests');
  const storageMb = remaining('DataStorageMB');
  const count = expectObject(
    await connection.json({
      method: 'GET',
      path: `/query?q=${encodeURIComponent('SELECT COUNT() FROM Lead WHERE IsConverted = FALSE')}`,
    }),
    'Lead',
  );
  const neededMb = Math.ceil((Number(count.totalSize) * KB_PER_SCORED_LEAD) / 1024);
  return [
    calls >= MIN_API_CALLS
      ? { check: 'limits', state: 'ok', message: `${calls} API calls are left today` }
      : {
          check: 'limits',
          state: 'warning',
          message: `Only ${calls} API calls are left today`,
          remedy: 'The first sync stops at the reserve and continues when calls become available.',
        },
    storageMb >= neededMb
      ? {
          check: 'limits',
          state: 'ok',
          message: `${storageMb} MB of data storage are free; a first score of every open lead needs ${neededMb} MB`,
        }
      : {
          check: 'limits',
          state: 'warning',
          message: `${storageMb} MB of data storage are free, but a first score of every open lead needs ${neededMb} MB for its history`,
          remedy: 'Free data storage: without it, scores are written to the leads but their history is not.',
        },
  ];
}

async function checkLicences(connection: SalesforceConnection): Promise<readonly SetupFinding[]> {
  const licences = [
    { what: `user licence ${INTEGRATION_LICENCE}`, object: 'UserLicense', field: 'Name', name: INTEGRATION_LICENCE },
    {
      what: 'permission set licence Salesforce API Integration',
      object: 'PermissionSetLicense',
      field: 'DeveloperName',
      name: INTEGRATION_PERMISSION_SET_LICENCE,
    },
  ];
  const findings: SetupFinding[] = [];
  for (const { what, object, field, name } of licences) {
    const soql = `SELECT TotalLicenses, UsedLicenses FROM ${object} WHERE ${field} = ${soqlString(name)}`;
    const row = await findRow(connection, soql);
    const free = row ? Number(row.TotalLicenses) - Number(row.UsedLicenses) : 0;
    findings.push(
      free > 0
        ? { check: 'licences', state: 'ok', message: `${free} of the ${what} are free` }
        : {
            check: 'licences',
            state: 'warning',
            message: `No ${what} is free`,
            remedy: 'Name an existing user with --integration-user; a user with a full licence works as well.',
          },
    );
  }
  return findings;
}

/** What everyone may do with leads, by the values of Organization.DefaultLeadAccess. */
const LEAD_ACCESS: Readonly<Record<string, string>> = {
  None: 'Private',
  Read: 'Public Read Only',
  Edit: 'Public Read/Write',
  ReadEditTransfer: 'Public Read/Write/Transfer',
};

async function checkSharing(connection: SalesforceConnection): Promise<readonly SetupFinding[]> {
  const access = String((await organization(connection, 'DefaultLeadAccess'))?.DefaultLeadAccess);
  const message = `Leads are ${LEAD_ACCESS[access] ?? access}`;
  if (access === 'Edit' || access === 'ReadEditTransfer') return [{ check: 'sharing', state: 'ok', message }];
  const remedy =
    'The integration user could read every lead but write few scores. Setup, Sharing Settings: add a Lead Sharing Rule, based on ' +
    'criteria that every lead meets (Company not equal to nothing), that gives a public group with only this user Read/Write.';
  return [{ check: 'sharing', state: 'warning', message, remedy }];
}

async function checkHistoryTracking(connection: SalesforceConnection): Promise<readonly SetupFinding[]> {
  const soql =
    "SELECT QualifiedApiName, IsFieldHistoryTracked FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Lead'";
  const fields = await queryRows(connection, soql);
  const tracked = fields.filter((row) => row.IsFieldHistoryTracked === true).length;
  const check = 'history tracking';
  if (tracked > 0) return [{ check, state: 'ok', message: `The history of ${tracked} Lead fields is tracked` }];
  const remedy =
    'Setup, Object Manager, Lead, Set History Tracking: choose up to 20 fields that reps change. Earlier changes stay unknown.';
  return [{ check, state: 'warning', message: 'No Lead field has its history tracked', remedy }];
}

async function checkChangeEvents(connection: SalesforceConnection): Promise<readonly SetupFinding[]> {
  const soql = "SELECT SelectedEntity FROM PlatformEventChannelMember WHERE EventChannel = 'ChangeEvents'";
  const selected = (await queryTooling(connection, soql)).map((record) => findText(record, 'SelectedEntity'));
  const missing = FOLLOWED_OBJECTS.filter((object) => !selected.includes(`${object}ChangeEvent`));
  const check = 'change events';
  if (missing.length === 0) return [{ check, state: 'ok', message: 'Change events of all four objects are selected' }];
  const message = `Change events of ${missing.join(', ')} are not selected yet`;
  const remedy =
    'The deployment selects them. Where it cannot (at most five objects are free): Setup, Change Data Capture. Without them, changes are polled.';
  return [{ check, state: 'warning', message, remedy }];
}
