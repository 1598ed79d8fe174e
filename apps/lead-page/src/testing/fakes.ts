import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readExample, type ScoreLeadsResponse } from '@leadlight/contract';
import type { OrgConnection } from '../server/leads.ts';
import { ScoringApiClient } from '../server/scoring-api-client.ts';

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

export interface FakeOrg extends OrgConnection {
  /** The SOQL queries, newest last. */
  readonly queries: string[];
}

/** A fake org with one lead that records its queries. */
export function createFakeOrg(): FakeOrg {
  const queries: string[] = [];
  return {
    queries,
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
      const soql = new URLSearchParams(request.path.split('?')[1]).get('q') ?? '';
      queries.push(soql);
      if (soql.includes('FROM Organization')) return Promise.resolve({ records: [{ DefaultLocaleSidKey: 'en_US' }] });
      if (soql.includes('FROM User'))
        return Promise.resolve({ records: [{ Id: '0055g00000AbCdEAAX', Name: 'Mia Park' }] });
      if (soql.includes('COUNT(Id)')) return Promise.resolve({ records: countRows(soql), done: true });
      const records = soql.includes('WHERE Id =') && !soql.includes(LEAD_ID) ? [] : [lead];
      return Promise.resolve({ records, totalSize: records.length, done: true });
    },
  };
}

const RESPONSES: readonly (readonly [path: string, body: unknown])[] = [
  ['/v1/what-if', readExample('what-if.response')],
  ['/v1/feedback', readExample('feedback.response')],
  ['/v1/data-quality', readExample('data-quality.response')],
  ['/v1/conversion-rates', readExample('conversion-rates.response')],
  ['/v1/jobs', readExample('jobs.response')],
  ['/v1/leads/', readExample('lead-scores.response')],
  ['/v1/models/9f2c41d07be35a68/report', readExample('model-report.response')],
  ['/v1/models', readExample('models.response')],
  ['/v1/settings', readExample('settings.response')],
  ['/v1/worker', readExample('worker.response')],
];

export interface FakeScoringApi {
  readonly api: ScoringApiClient;
  readonly adminApi: ScoringApiClient;
  /** Bodies and keys of the requests. */
  readonly requests: { readonly key: string | undefined; readonly body: unknown }[];
  close(): Promise<void>;
}

/** Starts a fake scoring service with a fixed response, by default the example of the contract. */
export async function startFakeScoringApi(
  status = 200,
  body: unknown = { ...example, scores: [example.scores[0]], problems: [] },
): Promise<FakeScoringApi> {
  const asked: FakeScoringApi['requests'] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const responseBody =
        status === 200 ? (RESPONSES.find(([path]) => request.url?.startsWith(path))?.[1] ?? body) : body;
      asked.push({ key: request.headers.authorization, body: text === '' ? undefined : JSON.parse(text) });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(responseBody));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    api: new ScoringApiClient(url, API_KEY),
    adminApi: new ScoringApiClient(url, ADMIN_KEY),
    requests: asked,
    close,
  };
}
