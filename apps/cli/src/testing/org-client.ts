import type { SandboxReady } from '../start/sandbox-org.ts';

export interface OrgClient {
  query<Row>(soql: string): Promise<readonly Row[]>;
  /** @param path below `/services/data/vN` */
  get<Body>(path: string): Promise<Body>;
  update(leadId: string, fields: object): Promise<void>;
  /** @returns the id */
  create(object: string, fields: object): Promise<string>;
}

/** Another program that works in the sandbox org, through Salesforce's REST API. */
export async function createOrgClient({ listening, clientId, clientSecret }: SandboxReady): Promise<OrgClient> {
  const credentials = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const body = new URLSearchParams(credentials);
  const response = await fetch(`${listening}/services/oauth2/token`, { method: 'POST', body });
  const { access_token: token } = (await response.json()) as { access_token: string };
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const result = await fetch(`${listening}/services/data/v68.0${path}`, { ...init, headers });
    if (!result.ok) throw new Error(`${path} failed with ${result.status}: ${await result.text()}`);
    return result;
  };
  return {
    query: async <Row>(soql: string) => {
      const result = await request(`/queryAll?q=${encodeURIComponent(soql)}`);
      return ((await result.json()) as { records: readonly Row[] }).records;
    },
    get: async <Body>(path: string) => (await (await request(path)).json()) as Body,
    create: async (object, fields) => {
      const result = await request(`/sobjects/${object}`, { method: 'POST', body: JSON.stringify(fields) });
      return ((await result.json()) as { readonly id: string }).id;
    },
    update: async (leadId, fields) => {
      await request(`/sobjects/Lead/${leadId}`, { method: 'PATCH', body: JSON.stringify(fields) });
    },
  };
}
