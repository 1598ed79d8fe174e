import {
  connectSalesforce,
  createCrmCounts,
  createCrmScores,
  createCrmSource,
  createFollower,
  createScoreWriter,
} from '@leadlight/salesforce';
import type { Storage } from '@leadlight/storage';
import type { CrmCounts, CrmFollower, CrmScores, CrmScoreWriter, CrmSource } from '@leadlight/workflows';
import type { OrgConnection } from './connection/connection-file.ts';
import { CliError } from './errors.ts';
import { resolveConnection } from './connection/saved-connection.ts';
import { namedOrg, howToNameOrg } from './connection/named-org.ts';

export { systemClock, withStorage } from './with-storage.ts';

export interface Crm {
  readonly source: CrmSource;
  readonly writer: CrmScoreWriter;
  readonly follower: CrmFollower;
  readonly crmCounts: CrmCounts;
  readonly crmScores: CrmScores;
}

export interface CrmOptions {
  /** Which org, where several are connected; unless given, as `namedOrg` says. */
  readonly org?: string;
  /** In place of the one that `resolveConnection` finds. */
  readonly connection?: OrgConnection;
  /** Hears where the org offers no change events, and how often it is asked instead. */
  readonly log?: (sentence: string) => void;
  /** Share of the org's daily API calls that following may use, 0..1. */
  readonly apiShare?: number;
  /** From so many scores at once on a Bulk job writes them. */
  readonly bulkFrom?: number;
}

/**
 * Signs in to an org.
 * @throws CliError `not_connected`, `options` where another org is named than the connection leads to; SalesforceError
 */
export async function connectCrm(folder: string, options: CrmOptions = {}): Promise<Crm> {
  const { log: tell = () => undefined, apiShare: followShare, bulkFrom } = options;
  const connection = options.connection ?? (await resolveConnection(folder, options.org));
  const salesforce = await connectSalesforce(connection);
  requireConnectedOrg(salesforce.orgId, options.connection ? options.org : namedOrg(options.org));
  const source = createCrmSource(salesforce);
  const onPolling = (reason: string) => tell(`No change events: ${reason}`);
  return {
    source,
    writer: createScoreWriter(salesforce, { bulkThreshold: bulkFrom }),
    follower: createFollower(salesforce, source, {
      endpoint: connection.pubSubUrl,
      share: followShare,
      onPolling,
      onRateChange: tell,
    }),
    crmCounts: createCrmCounts(salesforce, source),
    crmScores: createCrmScores(salesforce),
  };
}

/** What is read and written goes from and to the org that is named, and no other. @throws CliError `options` */
export function requireConnectedOrg(connected: string, named: string | undefined): void {
  if (named === undefined || named === connected) return;
  throw new CliError(
    'options',
    `Org ${named} is named, but the connection leads to ${connected}. Name that one, or connect to the one you mean ` +
      '("leadlight connection list" tells which are kept; the environment’s LEADLIGHT_SF_… comes before them).',
  );
}

/**
 * The org whose stored rows a command is about: the one named, else the only one there is.
 * @throws CliError `options` where that is not clear
 */
export async function chooseOrg(storage: Storage, given: string | undefined): Promise<string> {
  const named = namedOrg(given);
  const orgIds = (await storage.orgs.list()).map(({ orgId }) => orgId);
  if (named !== undefined) {
    if (orgIds.length === 0 || orgIds.includes(named)) return named;
    throw new CliError('options', `Nothing is stored of org ${named}. Known are ${orgIds.join(', ')}.`);
  }
  if (orgIds.length === 1) return orgIds[0]!;
  throw new CliError(
    'options',
    orgIds.length === 0
      ? 'No org was synced yet. Run "leadlight sync", or "leadlight start" for the sandbox org; for a CSV give --csv FILE.'
      : `There are several orgs (${orgIds.join(', ')}). ${howToNameOrg(orgIds)}`,
  );
}
