import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readExample, type ScoreLeadsResponse } from '@leadlight/contract';
import { SalesforceError } from '@leadlight/salesforce';
import type { ApexOrgConnection, ScoringService } from '../server/apex/answers.ts';
import { createApexRunner, type ApexRunner } from '../server/apex/apex-runner.ts';
import type { LeadSharing } from '../server/lead-sharing.ts';
import type { OrgConnection } from '../server/leads.ts';
import { startLeadPage, type RunningPage } from '../server/server.ts';

const example = readExample('score-leads.response') as ScoreLeadsResponse;

export const LEAD_ID = '00Q5g00000KpXc1EAF';
export const API_KEY = 'a-key-that-no-page-may-contain';
export const ADMIN_KEY = 'another-key-that-no-page-may-contain';

const LABELS = {
  Company: 'Company',
  LeadSource: 'Lead Source',
  Industry: 'Industry',
  Phone: 'Phone',
  NumberOfEmployees: 'Employees',
  AnnualRevenue: 'Annual Revenue',
  CreatedDate: 'Created',
  Status: 'Lead Status',
  OwnerId: 'Owner ID',
  LastActivityDate: 'Last Activity',
};
const type = (name: string): string =>
  ({ NumberOfEmployees: 'int', AnnualRevenue: 'currency', CreatedDate: 'datetime', LastActivityDate: 'date' })[name] ??
  'string';

const SCORE_FIELDS = ['Score', 'Band', 'Probability', 'Qualified', 'Unranked', 'Reasons', 'Scored_At'].map(
  (name) => `Leadlight_${name}__c`,
);

const { baselineScore, otherPoints, reasons, similarLeads } = example.scores[0]!;
const lead = {
  Id: LEAD_ID,
  Name: 'Ada Okafor',
  Company: "O'Hara Aerospace",
  Title: 'Head of Production',
  IsConverted: false,
  LeadSource: 'Referral',
  Industry: null,
  Phone: '+1 555 0100',
  Status: 'Working - Contacted',
  Owner: { Name: 'Mia Park' },
  LastActivityDate: '2026-11-03',
  NumberOfEmployees: 480,
  AnnualRevenue: 96_000_000,
  CreatedDate: '2026-10-02T09:00:00.000+0000',
  Leadlight_Score__c: 86,
  Leadlight_Band__c: 'A',
  Leadlight_Probability__c: 62,
  Leadlight_Qualified__c: true,
  Leadlight_Reasons__c: JSON.stringify({ baselineScore, otherPoints: otherPoints - 1, reasons, similarLeads }),
  Leadlight_Scored_At__c: '2026-11-22T01:00:00.000+0000',
};

/** Rows of an aggregate query: 12 open and 4 converted leads of band A, and none that failed. */
const countRows = (soql: string) =>
  soql.includes('GROUP BY Status')
    ? [{ status: 'Working - Contacted', owner: '0055g00000AbCdEAAX', leads: 1 }]
    : soql.includes('GROUP BY')
      ? [
          { band: 'A', converted: false, leads: 12 },
          { band: 'A', converted: true, leads: 4 },
        ]
      : [{ leads: soql.includes('Unranked__c != null') ? 7 : 0 }];

/** A record of each setup object. */
const SETUP: Readonly<Record<string, object>> = {
  Organization: {
    DefaultLocaleSidKey: 'en_US',
    OrganizationType: 'Enterprise Edition',
    DefaultLeadAccess: 'Read',
  },
  FieldDefinition: { QualifiedApiName: 'Status', IsFieldHistoryTracked: true },
  UserLicense: { TotalLicenses: 5, UsedLicenses: 2 },
  PermissionSetLicense: { TotalLicenses: 5, UsedLicenses: 1 },
};

const LIMITS = {
  DailyApiRequests: { Max: 100_000, Remaining: 1_200 },
  DataStorageMB: { Max: 1_024, Remaining: 900 },
};

/** What the org returns about a principal. */
const CREDENTIAL = {
  externalCredential: 'Leadlight_API',
  principalName: 'Scoring',
  principalType: 'NamedPrincipal',
  authenticationProtocol: 'Custom',
  authenticationStatus: 'Configured',
  credentials: {
    ApiKey: { encrypted: true, revision: 1, value: null },
    KeyId: { encrypted: false, revision: 1, value: 'key_8192a3b4c5d6e7f8' },
  },
};

const noSuchObject = () =>
  new SalesforceError('object_missing', {
    request: 'GET /query',
    status: 400,
    errorCode: 'INVALID_TYPE',
    message: "sObject type 'Leadlight_Setting__mdt' is not supported.",
  });

export interface FakeOrg extends OrgConnection, ApexOrgConnection {
  /** The SOQL queries, newest last. */
  readonly queries: string[];
}

/**
 * A fake org with one lead that records its queries.
 * @param settings the record of Leadlight Setting; without it the org returns no custom metadata
 */
export function createFakeOrg(settings?: object): FakeOrg {
  const queries: string[] = [];
  const org: FakeOrg = {
    queries,
    request: async (request) => ({ status: 200, headers: {}, body: JSON.stringify(await org.json(request)) }),
    json: (request) => {
      if (request.path.endsWith('/describe')) {
        const names = [...Object.keys(LABELS), 'Name', 'Title', 'IsConverted', ...SCORE_FIELDS] as const;
        const fields = names.map((name) => ({
          name,
          label: (LABELS as Record<string, string>)[name] ?? name,
          type: type(name),
          updateable: true,
        }));
        return Promise.resolve({ fields });
      }
      if (request.path.startsWith('/named-credentials/')) return Promise.resolve(CREDENTIAL);
      if (request.path.endsWith('/limits')) return Promise.resolve(LIMITS);
      const soql = new URLSearchParams(request.path.split('?')[1]).get('q') ?? '';
      if (soql.includes('Leadlight_Setting__mdt')) {
        return settings ? Promise.resolve({ records: [settings], done: true }) : Promise.reject(noSuchObject());
      }
      queries.push(soql);
      const setup = Object.entries(SETUP).find(([object]) => soql.includes(`FROM ${object} `));
      if (setup) return Promise.resolve({ records: [setup[1]], totalSize: 1, done: true });
      if (soql.includes('FROM User'))
        return Promise.resolve({ records: [{ Id: '0055g00000AbCdEAAX', Name: 'Mia Park' }] });
      if (soql.includes('FROM Leadlight_')) return Promise.resolve({ records: [], totalSize: 0, done: true });
      if (soql.includes('COUNT(Id)')) return Promise.resolve({ records: countRows(soql), done: true });
      const records = soql.includes('WHERE Id =') && !soql.includes(LEAD_ID) ? [] : [lead];
      return Promise.resolve({ records, totalSize: records.length, done: true });
    },
  };
  return org;
}

const RESPONSES: readonly (readonly [path: string, body: unknown])[] = [
  ['/v1/what-if', readExample('what-if.response')],
  ['/v1/feedback', readExample('feedback.response')],
  ['/v1/data-quality', readExample('data-quality.response')],
  ['/v1/checks', readExample('checks.response')],
  ['/v1/notifications', readExample('notifications.response')],
  ['/v1/alerts', readExample('alerts.response')],
  ['/v1/challengers', readExample('challengers.response')],
  ['/v1/experiment', readExample('experiment.response')],
  ['/v1/audiences', readExample('audiences.response')],
  ['/v1/propensities/account-churns/records/', readExample('record-score.response')],
  ['/v1/propensities/account-churns/checks', readExample('checks.response')],
  ['/v1/propensities/account-churns/models/', readExample('model-report.response')],
  ['/v1/propensities/', readExample('propensity.response')],
  ['/v1/propensities', readExample('propensities.response')],
  ['/v1/conversion-rates', readExample('conversion-rates.response')],
  ['/v1/jobs', readExample('jobs.response')],
  ['/v1/leads/', readExample('lead-scores.response')],
  ['/v1/models/9f2c41d07be35a68/report', readExample('model-report.response')],
  ['/v1/models', readExample('models.response')],
  ['/v1/keys/', readExample('renew-key.response')],
  ['/v1/keys', readExample('keys.response')],
  ['/v1/settings', readExample('settings.response')],
  ['/v1/worker', readExample('worker.response')],
];

interface FakeResponse {
  readonly status: number;
  /** Of what the contract has no example for, of every response that is not 200, and of all `always`. */
  readonly body: unknown;
  readonly always?: boolean;
}

const SCORED: FakeResponse = { status: 200, body: { ...example, scores: [example.scores[0]], problems: [] } };

export interface FakeScoringApi {
  readonly service: ScoringService;
  /** Bodies and keys of the requests. */
  readonly requests: { readonly key: string | undefined; readonly body: unknown }[];
  /** Changes the response; without one, it is the example of the contract again. Forgets the requests. */
  respondWith(status?: number, body?: unknown, always?: boolean): void;
  close(): Promise<void>;
}

/** Starts a fake scoring service that responds with the examples of the contract. */
export async function startFakeScoringApi(): Promise<FakeScoringApi> {
  let fixed = SCORED;
  const asked: FakeScoringApi['requests'] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { status, body, always = false } = fixed;
      const example = RESPONSES.find(([path]) => request.url?.startsWith(path))?.[1];
      const responseBody = status === 200 && !always ? (example ?? body) : body;
      asked.push({ key: request.headers.authorization, body: text === '' ? undefined : JSON.parse(text) });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(responseBody));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    service: { url, keys: { Scoring: API_KEY, Administration: ADMIN_KEY } },
    requests: asked,
    respondWith: (status = SCORED.status, body = SCORED.body, always = false) => {
      fixed = { status, body, always };
      asked.length = 0;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An org in which every user may edit every lead. */
export const ALL_SHARED = (): Promise<LeadSharing> => Promise.resolve({ others: 'edit', repId: null });

/** For requests that run no Apex. */
export const NO_APEX: ApexRunner = {
  prepare: () => undefined,
  run: () => Promise.reject(new Error('Apex was called.')),
  close: () => Promise.resolve(),
};

export interface FixturePage extends RunningPage {
  readonly org: FakeOrg;
  readonly api: FakeScoringApi;
}

/** Serves the page over a fake org and a fake scoring service. Apex runs as it does over real ones. */
export async function startFixturePage(): Promise<FixturePage> {
  const [org, api] = [createFakeOrg(), await startFakeScoringApi()];
  const apex = createApexRunner({ org, service: api.service, sharing: ALL_SHARED, log: () => undefined });
  const page = await startLeadPage({ org, apex, sharing: ALL_SHARED, port: 0 });
  const close = async () => {
    await page.close();
    await apex.close();
    await api.close();
  };
  return { url: page.url, org, api, close };
}
