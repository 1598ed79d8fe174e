import type { ScoreFields } from '@leadlight/propensity';
import type { Storage } from '@leadlight/storage';
import type {
  ApiAllowance,
  Clock,
  CrmAlerts,
  CrmCampaigns,
  CrmCounts,
  CrmFollower,
  CrmLimits,
  CrmListViews,
  CrmNotifications,
  CrmScores,
  CrmScoreWriter,
  CrmSource,
  SubjectSource,
} from '@leadlight/workflows';
import type { OrgConnection } from './connection/connection-file.ts';
import { resolveConnection } from './connection/saved-connection.ts';
import { namedOrg } from './environment.ts';
import { CliError } from './errors.ts';
import { systemClock, withStorage } from './with-storage.ts';

export { systemClock, withStorage };

export interface Crm {
  readonly source: CrmSource;
  readonly subjectSource: SubjectSource;
  /** Writes scores of a propensity to fields of its object. */
  subjectWriter(object: string, fields: ScoreFields): CrmScoreWriter;
  readonly writer: CrmScoreWriter;
  readonly follower: CrmFollower;
  readonly crmCounts: CrmCounts;
  readonly crmScores: CrmScores;
  readonly crmAlerts: CrmAlerts;
  readonly crmCampaigns: CrmCampaigns;
  readonly crmListViews: CrmListViews;
  readonly crmLimits: CrmLimits;
  readonly crmNotifications: CrmNotifications;
  /** Gives back the API calls that are reserved in storage and were not made. */
  giveBackCalls(): Promise<void>;
}

export interface CrmOptions {
  /** The org named by `--org`; `LEADLIGHT_ORG` by default. */
  readonly org?: string;
  /** Used instead of the connection that `resolveConnection` finds. */
  readonly connection?: OrgConnection;
  /** Receives a line where the org offers no change events, and at which interval it is polled instead. */
  readonly log?: (line: string) => void;
  /** Share of the org's daily API calls that following may use, 0..1. */
  readonly apiShare?: number;
  /** Where all processes reserve their API calls. Without it, what the org reports to this process alone counts. */
  readonly apiAllowance?: ApiAllowance;
  /** From this number of scores on, a Bulk API job writes them. */
  readonly bulkFrom?: number;
}

/**
 * Signs in to an org.
 * @throws CliError `not_connected`, `org_ambiguous`, `org_not_connected_to`; SalesforceError
 */
export async function connectCrm(folder: string, options: CrmOptions = {}): Promise<Crm> {
  const { log = () => undefined, apiAllowance, apiShare, bulkFrom } = options;
  const connection = options.connection ?? (await resolveConnection(folder, options.org));
  // Commands that only use storage start faster without it.
  const {
    connectSalesforce,
    createCrmAlerts,
    createCrmCampaigns,
    createCrmCounts,
    createCrmLimits,
    createCrmListViews,
    createCrmNotifications,
    createCrmScores,
    createCrmSource,
    createFollower,
    createScoreWriter,
    createSubjectSource,
    SharedBudget,
  } = await import('@leadlight/salesforce');
  const salesforce = await connectSalesforce(connection);
  requireConnectedOrg(salesforce.orgId, options.connection ? options.org : namedOrg(options.org));
  const source = createCrmSource(salesforce);
  const budget = apiAllowance && new SharedBudget(salesforce, apiAllowance);
  return {
    source,
    subjectSource: createSubjectSource(salesforce),
    subjectWriter: (object, fields) =>
      createScoreWriter(salesforce, { budget, bulkThreshold: bulkFrom, subject: { object, fields } }),
    writer: createScoreWriter(salesforce, { budget, bulkThreshold: bulkFrom }),
    follower: createFollower(salesforce, source, {
      endpoint: connection.pubSubUrl,
      budget,
      share: apiShare,
      onPolling: (reason) => log(`No change events: ${reason}`),
      onRateChange: log,
    }),
    crmCounts: createCrmCounts(salesforce, source),
    crmScores: createCrmScores(salesforce, { budget }),
    crmAlerts: createCrmAlerts(salesforce),
    crmCampaigns: createCrmCampaigns(salesforce, { budget }),
    crmListViews: createCrmListViews(salesforce, { budget }),
    crmLimits: createCrmLimits(salesforce),
    crmNotifications: createCrmNotifications(salesforce),
    giveBackCalls: async () => budget?.giveBack(),
  };
}

/** Connects for `work`, whose API calls are reserved in storage; what was reserved and not made is given back after it. */
export async function withCrm<Result>(
  { apiAllowance }: Pick<Storage, 'apiAllowance'>,
  folder: string,
  options: CrmOptions,
  work: (crm: Crm) => Promise<Result>,
): Promise<Result> {
  const crm = await connectCrm(folder, { ...options, apiAllowance });
  try {
    return await work(crm);
  } finally {
    // What cannot be given back, because storage is away, counts for a day.
    await crm.giveBackCalls().catch(() => undefined);
  }
}

/** Prevents reading from or writing to another org than the named one. @throws CliError `org_not_connected_to` */
export function requireConnectedOrg(connected: string, named: string | undefined): void {
  if (named !== undefined && named !== connected) throw new CliError('org_not_connected_to', { named, connected });
}

export type OrgPorts = Storage & { readonly clock: Clock };

/** Opens storage as `withStorage` does, for work on one org. @throws CliError as `chooseOrg` */
export const withOrg = <T>(
  { folder, org }: { readonly folder: string; readonly org?: string },
  work: (ports: OrgPorts, orgId: string) => Promise<T>,
): Promise<T> =>
  withStorage(folder, async (storage) => work({ ...storage, clock: systemClock }, await chooseOrg(storage, org)));

/**
 * The org whose stored rows a command works on: the named one, else the only one there is.
 * @throws CliError `no_org`, `org_ambiguous`, `org_not_stored`
 */
export async function chooseOrg(storage: Storage, given: string | undefined): Promise<string> {
  const named = namedOrg(given);
  const orgIds = (await storage.orgs.list()).map(({ orgId }) => orgId);
  if (named !== undefined) {
    if (orgIds.length === 0 || orgIds.includes(named)) return named;
    throw new CliError('org_not_stored', { orgId: named, stored: orgIds });
  }
  const [orgId, ...others] = orgIds;
  if (orgId === undefined) throw new CliError('no_org', {});
  if (others.length > 0) throw new CliError('org_ambiguous', { orgIds });
  return orgId;
}
