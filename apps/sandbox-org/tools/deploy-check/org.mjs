import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const VERSION = '68.0';

/** Starts a sandbox org in which nothing is deployed, and signs in to it. */
export async function startOrg(folder) {
  const args = ['--port', '0', '--folder', join(folder, 'org'), '--leads', '50', '--without-package'];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error('The sandbox org did not start.'))),
  ]);
  const address = JSON.parse(line);
  const token = await signIn(address);
  return {
    url: address.listening,
    token,
    ...apiOf(address.listening, token),
    async stop() {
      child.kill();
      await exited;
    },
  };
}

async function signIn({ listening, clientId, clientSecret }) {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const response = await fetch(`${listening}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return (await response.json()).access_token;
}

/** Calls of the org's own APIs, for what a person would do in Setup and for looking at the result. */
function apiOf(url, token) {
  const authorization = `Bearer ${token}`;
  async function request(method, path, body) {
    const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${url}/services/data/v${VERSION}${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return text === '' ? undefined : JSON.parse(text);
  }
  const query = async (soql) => (await request('GET', `/tooling/query?q=${encodeURIComponent(soql)}`)).records;

  /** Deploys files in the format of the Metadata API and waits for the result. */
  async function deploy(files) {
    const form = new FormData();
    const zip = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
    form.append('file', new Blob([zip], { type: 'application/zip' }), 'package.zip');
    const options = JSON.stringify({ deployOptions: { rollbackOnError: true, singlePackage: true } });
    form.append('entity_content', new Blob([options], { type: 'application/json' }));
    const path = `${url}/services/data/v${VERSION}/metadata/deployRequest`;
    let result = await (await fetch(path, { method: 'POST', headers: { authorization }, body: form })).json();
    while (!result.deployResult.done) {
      result = await request('GET', `/metadata/deployRequest/${result.id}?includeDetails=true`);
    }
    if (!result.deployResult.success) throw new Error(JSON.stringify(result.deployResult));
  }
  return { request, query, deploy };
}
