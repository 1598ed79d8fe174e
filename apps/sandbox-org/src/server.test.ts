import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { FolderInUseError } from './org/folder-lock.ts';
import { PortInUseError, type RunningServer, startServer } from './server.ts';
import { accessTokenOf, packageFolder, temporaryFolder, TEST_NOW } from './testing/index.ts';

const company = { leads: 50, months: 6, seed: 3, now: TEST_NOW };
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function start(folder: string, port = 0): Promise<RunningServer> {
  const server = await startServer({ port, folder, company, packageFolder });
  open.push(server);
  return server;
}

function newFolder(): string {
  const { folder, remove } = temporaryFolder();
  open.push({ close: remove });
  return folder;
}

const leadCount = async (server: RunningServer): Promise<number> => {
  const token = await accessTokenOf(server);
  const response = await fetch(`${server.listening}/services/data/v62.0/query?q=SELECT+COUNT()+FROM+Lead`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await response.json()) as { totalSize: number }).totalSize;
};

describe('startServer on an existing folder', () => {
  it('reuses the org: same client, same id, same records', async () => {
    const folder = newFolder();
    const first = await startServer({ port: 0, folder, company, packageFolder });
    const token = await accessTokenOf(first);
    await fetch(`${first.listening}/services/data/v62.0/sobjects/Lead`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ LastName: 'Kept', Company: 'Kept' }),
    });
    const { clientId, clientSecret, orgId } = first;
    const before = await leadCount(first);
    await first.close();
    const second = await start(folder);
    expect(second).toMatchObject({ clientId, clientSecret, orgId, leads: 51 });
    expect(await leadCount(second)).toBe(before);
  });

  it('starts again after a killed simulation', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'org.draft.sqlite'), 'part of a database');
    writeFileSync(join(folder, 'truth.draft.sqlite'), 'part of a database');
    expect((await start(folder)).leads).toBe(50);
    expect(readdirSync(folder)).not.toContain('org.draft.sqlite');
  });

  it('adds the columns of new fields in the package', async () => {
    const folder = newFolder();
    const bare = await startServer({ port: 0, folder, company, packageFolder: join(folder, 'no-package') });
    await bare.close();
    const grown = await start(folder);
    const response = await fetch(
      `${grown.listening}/services/data/v62.0/query?q=SELECT+Leadlight_Score__c+FROM+Lead+LIMIT+1`,
      { headers: { authorization: `Bearer ${await accessTokenOf(grown)}` } },
    );
    expect(response.status).toBe(200);
  });
});

describe('folder of the org', () => {
  it('is private and stores the truth in a database of its own', async () => {
    const folder = newFolder();
    await start(folder);
    expect(statSync(join(folder, 'org.sqlite')).mode & 0o077).toBe(0);
    expect(existsSync(join(folder, 'truth.sqlite'))).toBe(true);
    const truth = new DatabaseSync(join(folder, 'truth.sqlite'), { readOnly: true });
    open.push(truth);
    expect(truth.prepare('SELECT count(*) AS leads, max(probability) AS most FROM lead_truth').get()).toMatchObject({
      leads: 50,
    });
    const org = new DatabaseSync(join(folder, 'org.sqlite'), { readOnly: true });
    open.push(org);
    const tables = org
      .prepare("SELECT name FROM sqlite_master WHERE sql LIKE '%probability_from%' OR name LIKE '%truth%'")
      .all();
    expect(tables).toEqual([]);
  });
});

describe('startServer on a folder in use', () => {
  it('fails until the other org is closed', async () => {
    const folder = newFolder();
    const first = await startServer({ port: 0, folder, company, packageFolder });
    await expect(startServer({ port: 0, folder, company, packageFolder })).rejects.toThrow(FolderInUseError);
    await first.close();
    expect((await start(folder)).leads).toBe(50);
  });
});

describe('startServer on a port in use', () => {
  it('names the port and the remedy', async () => {
    const first = await start(newFolder());
    const port = Number(new URL(first.listening).port);
    await expect(startServer({ port, folder: newFolder(), company, packageFolder })).rejects.toThrow(PortInUseError);
    await expect(startServer({ port, folder: newFolder(), company, packageFolder })).rejects.toThrow(/--port/);
  });
});
