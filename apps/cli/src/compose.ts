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
import type { OrgConnection } from './connection-file.ts';
import { CliError } from './errors.ts';
import { resolveConnection } from './kept-connection.ts';

export { systemClock, withStorage } from './with-storage.ts';

export interface Crm {
  readonly source: CrmSource;
  readonly writer: CrmScoreWriter;
  readonly follower: CrmFollower;
  readonly crmCounts: CrmCounts;
  readonly crmScores: CrmScores;
}

/** @param tell hears where the org offers no change events and polling takes over */
export async function connectCrm(
  folder: string,
  given?: OrgConnection,
  tell: (sentence: string) => void = () => undefined,
): Promise<Crm> {
  const connection = given ?? (await resolveConnection(folder));
  const salesforce = await connectSalesforce(connection);
  const source = createCrmSource(salesforce);
  const onPolling = (reason: string) => tell(`No change events (${reason}): the org is asked every minute instead.`);
  return {
    source,
    writer: createScoreWriter(salesforce),
    follower: createFollower(salesforce, source, { endpoint: connection.pubSubUrl, onPolling }),
    crmCounts: createCrmCounts(salesforce, source),
    crmScores: createCrmScores(salesforce),
  };
}

/**
 * The org that is connected: what is written goes there and nowhere else.
 * @throws CliError `options` where another one is named
 */
export async function orgOf(source: CrmSource, named: string | undefined): Promise<string> {
  const connected = await source.orgId();
  if (named === undefined || named === connected) return connected;
  throw new CliError(
    'options',
    `--org names ${named}, but the connection leads to ${connected}. Connect to the one you mean.`,
  );
}

/**
 * The org that a command is about: the one named, else the only one there is.
 * @throws CliError `options` where that is not clear
 */
export async function chooseOrg(storage: Storage, named: string | undefined): Promise<string> {
  if (named) return named;
  const orgs = await storage.orgs.list();
  if (orgs.length === 1) return orgs[0]!.orgId;
  throw new CliError(
    'options',
    orgs.length === 0
      ? 'No org was synced yet. Run "leadlight sync", or "leadlight start" for the sandbox org; for a CSV give --csv FILE.'
      : `There are several orgs: name one with --org (${orgs.map(({ orgId }) => orgId).join(', ')}).`,
  );
}
