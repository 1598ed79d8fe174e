import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ROOT } from '../shared/run-leadlight.ts';

/** An org of the sandbox, as another program sees it. */
export interface SimulatedOrg {
  readonly orgId: string;
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface OrgLead {
  readonly Id: string;
  readonly Title: string | null;
  readonly Leadlight_Score__c: number | null;
  readonly IsConverted: boolean;
}

export interface SimulatedOrgs {
  readonly orgs: readonly SimulatedOrg[];
  readonly pid: number;
  stop(): Promise<void>;
}

/** One process that serves many small orgs. */
export async function startSimulatedOrgs(folder: string, orgs: number, leads: number): Promise<SimulatedOrgs> {
  const args = ['--folder', folder, '--orgs', String(orgs), '--leads', String(leads)];
  const child = spawn(process.execPath, [`${ROOT}apps/sandbox-org/src/main.ts`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { file } = JSON.parse(line) as { readonly file: string };
  return {
    orgs: readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each) as SimulatedOrg),
    pid: child.pid!,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A client that is not Leadlight. It signs in again where the org has forgotten its session. */
export function orgClient({ loginUrl, clientId, clientSecret }: SimulatedOrg) {
  let token: string | undefined;
  async function signIn(): Promise<string> {
    const body = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
    });
    const response = await fetch(`${loginUrl}/services/oauth2/token`, { method: 'POST', body });
    return ((await response.json()) as { access_token: string }).access_token;
  }
  async function send(method: string, path: string, body?: object): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      token ??= await signIn();
      const response = await fetch(`${loginUrl}/services/data/v62.0${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      });
      const text = await response.text();
      if (response.ok) return text === '' ? undefined : (JSON.parse(text) as unknown);
      if (response.status !== 401 || attempt > 1) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      token = undefined;
    }
  }
  return {
    async leads(): Promise<readonly OrgLead[]> {
      const soql = 'SELECT Id, Title, Leadlight_Score__c, IsConverted FROM Lead';
      const page = (await send('GET', `/query?q=${encodeURIComponent(soql)}`)) as { records: OrgLead[]; done: boolean };
      if (!page.done) throw new Error('An org has more leads than a page.');
      return page.records;
    },
    async historyKeys(): Promise<readonly string[]> {
      const page = (await send('GET', '/query?q=SELECT+Key__c+FROM+Leadlight_Score_History__c')) as {
        readonly records: readonly { readonly Key__c: string }[];
      };
      return page.records.map(({ Key__c: key }) => key);
    },
    changeTitle: (leadId: string, title: string) => send('PATCH', `/sobjects/Lead/${leadId}`, { Title: title }),
  };
}
