import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Alerts } from '@leadlight/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useChangedOrg } from '../testing/changed-org.ts';
import { startFollower, type TestFollower } from '../testing/start-follower.ts';

const org = useChangedOrg(800);

interface Notification {
  readonly recipientId: string;
  readonly title: string;
  readonly body: string;
  readonly targetId: string | null;
}
interface Task {
  readonly Subject: string;
  readonly OwnerId: string;
}
type Lead = Readonly<Record<string, string | number | boolean | null>> & { readonly Id: string };

/** What makes a lead of the simulated company likely to convert. */
const HOT = { LeadSource: 'Referral', Title: 'Vice President Sales', Industry: 'Technology', NumberOfEmployees: 900 };
const SCORED = `SELECT Id, OwnerId, LeadSource, Leadlight_Score__c, Leadlight_Band__c, Leadlight_Scored_At__c FROM Lead
  WHERE IsConverted = false AND Leadlight_Score__c != null AND Leadlight_Unranked__c = null`;

async function notifications(): Promise<readonly Notification[]> {
  const response = await fetch(`${org().connection.LEADLIGHT_SF_LOGIN_URL}/sandbox/notifications`);
  return (await response.json()) as readonly Notification[];
}
const notificationsOf = async (leadId: string) => (await notifications()).filter(({ targetId }) => targetId === leadId);
const tasksOf = (leadId: string) =>
  org().client.query<Task>(`SELECT Subject, OwnerId FROM Task WHERE WhoId = '${leadId}' AND Subject LIKE '%ead: %'`);

/** Waits for a state, however long a busy machine takes. */
async function until<T>(read: () => Promise<T>, isReached: (state: T) => boolean): Promise<T> {
  for (;;) {
    const state = await read();
    if (isReached(state)) return state;
    await delay(200);
  }
}

/** Another program changes a lead. @returns once the lead is scored in band A @throws if it is scored in another one */
async function makeHot(lead: Lead): Promise<void> {
  const present = async () => (await org().client.query<Lead>(`${SCORED} AND Id = '${lead.Id}'`))[0]!;
  const before = await present();
  await org().client.update(lead.Id, HOT);
  const after = await until(present, (now) => now.Leadlight_Scored_At__c !== before.Leadlight_Scored_At__c);
  expect(after.Leadlight_Band__c).toBe('A');
}

describe('leadlight alerts', () => {
  let best: Lead;
  let cold: readonly Lead[];
  let follower: TestFollower | undefined;
  const received: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push(body);
      response.writeHead(204).end();
    });
  });

  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    vi.stubEnv('LEADLIGHT_WEBHOOK_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
    vi.stubEnv('LEADLIGHT_SMTP_URL', 'smtp://127.0.0.1:1');
    vi.stubEnv('LEADLIGHT_WEBHOOK_SECRET', 'a secret that only the two of them know');
    vi.stubEnv('LEADLIGHT_SECRET_KEYS', randomBytes(32).toString('base64'));
    await org().json('sync');
    await org().json('train', '--learner', 'logistic', '--quick');
    await org().json('score');
    const leads = await org().client.query<Lead>(`${SCORED} ORDER BY Leadlight_Score__c DESC`);
    [best] = leads as [Lead];
    // Not far from band A, and from a source that is worse.
    cold = leads.filter((lead) => lead.Leadlight_Band__c === 'B' && lead.LeadSource !== HOT.LeadSource).slice(0, 4);
  });
  afterAll(async () => {
    server.close();
    vi.unstubAllEnvs();
    await follower?.end('SIGTERM');
  });

  it('are off at first, and reject settings that would alert nobody or need a route that is not set up', async () => {
    const { stdout } = await org().leadlight('alerts', 'show');
    expect(stdout).toMatch(/^Alerts are off\./);
    expect(await org().leadlight('alerts', 'set', '--routes', 'salesforce,slack')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/slack is not set up: run "leadlight alerts set-route slack"/),
    });
    const none = await org().leadlight(
      'alerts',
      'set',
      '--bands',
      'none',
      '--jump',
      'none',
      '--untouched-hours',
      'none',
    );
    expect(none.code).toBe(0);
    const on = await org().leadlight('alerts', 'on');
    expect(on).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing would be alerted'),
    });
    expect(await org().leadlight('alerts', 'set', '--quiet', '25-7')).toMatchObject({ code: 1 });
  });

  it('send a test message to the user who is named', async () => {
    const userId = String(best.OwnerId);
    expect(await org().json('alerts', 'test', 'salesforce', '--user', userId)).toMatchObject({ sent: 1 });
    expect(await notifications()).toMatchObject([{ recipientId: userId, title: 'Test message of alerts' }]);
  });

  it('do not say that a test message was sent to a user that the org does not have', async () => {
    await org().json('alerts', 'set-route', 'email', '--from', 'leadlight@example.com');
    expect(await org().leadlight('alerts', 'test', 'email', '--user', '005000000000000AAA')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('005000000000000AAA is not an active user of the org'),
    });
  });

  it('notify the owner in Salesforce of a change that makes a lead hot, once, and make a task', async () => {
    await org().json('alerts', 'set-route', 'webhook', '--allow-private');
    const rules = ['--bands', 'A', '--quiet', 'none', '--routes', 'salesforce,task,webhook'];
    await org().json('alerts', 'set', ...rules);
    expect(await org().json<Alerts>('alerts', 'on')).toMatchObject({ settings: { isOn: true, bands: ['A'] } });
    follower = await startFollower(org());
    const [lead] = cold as [Lead];
    await makeHot(lead);
    const [notification] = await until(
      () => notificationsOf(lead.Id),
      (found) => found.length > 0,
    );
    const [{ Name, Company }] = (await org().client.query<{ readonly Name: string; readonly Company: string }>(
      `SELECT Name, Company FROM Lead WHERE Id = '${lead.Id}'`,
    )) as [{ readonly Name: string; readonly Company: string }];
    expect(notification).toMatchObject({
      recipientId: lead.OwnerId,
      title: `Hot lead: ${Name}, ${Company}`,
      body: expect.stringMatching(/^Score \d+, band A \(before: \d+, band B\)\. Why: .+ \+\d+/),
    });
    expect(
      await until(
        () => tasksOf(lead.Id),
        (found) => found.length > 0,
      ),
    ).toEqual([expect.objectContaining({ Subject: notification!.title, OwnerId: lead.OwnerId })]);
  });

  it('name nobody outside Salesforce unless it is switched on', async () => {
    const [lead] = cold as [Lead];
    const [body] = await until(
      () => Promise.resolve(received),
      (found) => found.length > 0,
    );
    const message = JSON.parse(body!) as { readonly title: string; readonly lead: Readonly<Record<string, unknown>> };
    expect(message).toMatchObject({ title: 'Hot lead: a lead', lead: { id: lead.Id, band: 'A' } });
    expect(Object.keys(message.lead)).not.toContain('name');
    const [{ Name }] = (await org().client.query(`SELECT Name FROM Lead WHERE Id = '${lead.Id}'`)) as [
      { Name: string },
    ];
    expect(body).not.toContain(Name);
  });

  it('are not repeated by a further change event, nor by a worker that was killed after it had sent', async () => {
    const [lead, other] = cold as [Lead, Lead];
    await org().client.update(lead.Id, { Phone: '+1 555 0100' });
    await follower!.end('SIGKILL');
    follower = await startFollower(org());
    await org().client.update(lead.Id, { ...HOT, Description: 'changed again' });
    // What is alerted later shows that the earlier changes were looked at.
    await makeHot(other);
    await until(
      () => notificationsOf(other.Id),
      (found) => found.length > 0,
    );
    expect(await notificationsOf(lead.Id)).toHaveLength(1);
    expect(await tasksOf(lead.Id)).toHaveLength(1);
  });

  it('are sent once by the next worker where one was killed before it could send', async () => {
    const lead = cold[2]!;
    await org().control('POST', '/faults', { kind: 'unavailable', path: 'customNotificationAction', times: 1_000 });
    await makeHot(lead);
    const shown = () => org().json<Alerts>('alerts', 'show');
    await until(shown, ({ deliveries }) =>
      deliveries.some(({ leadId, route, failure }) => leadId === lead.Id && route === 'salesforce' && failure !== null),
    );
    await follower!.end('SIGKILL');
    expect(await notificationsOf(lead.Id)).toEqual([]);
    await org().control('DELETE', '/faults');
    follower = await startFollower(org());
    expect(
      await until(
        () => notificationsOf(lead.Id),
        (found) => found.length > 0,
      ),
    ).toHaveLength(1);
    await until(shown, ({ deliveries }) => deliveries.every(({ state }) => state !== 'pending'));
    expect(await notificationsOf(lead.Id)).toHaveLength(1);
  });

  it('reach the members of a queue, and make no task for it', async () => {
    const lead = cold[3]!;
    const users = await org().client.query<{ readonly Id: string }>(
      "SELECT Id FROM User WHERE IsActive = TRUE AND UserType = 'Standard' ORDER BY Id LIMIT 2",
    );
    const queue = await org().client.create('Group', { Name: 'Inbound', DeveloperName: 'Inbound', Type: 'Queue' });
    for (const { Id } of users) {
      await org().client.create('GroupMember', { GroupId: queue, UserOrGroupId: Id });
    }
    await org().client.update(lead.Id, { OwnerId: queue });
    await makeHot(lead);
    const found = await until(
      () => notificationsOf(lead.Id),
      (each) => each.length > 1,
    );
    expect(found.map(({ recipientId }) => recipientId).toSorted()).toEqual(users.map(({ Id }) => Id));
    const { deliveries } = await until(
      () => org().json<Alerts>('alerts', 'show'),
      (report) => report.deliveries.every(({ state }) => state !== 'pending'),
    );
    expect(deliveries.find(({ leadId, route }) => leadId === lead.Id && route === 'task')).toMatchObject({
      state: 'dropped',
      failure: 'owner_is_queue',
    });
  });

  it('are shown with what was sent, and the time to first contact by band', async () => {
    const { stdout } = await org().leadlight('alerts', 'show');
    expect(stdout).toMatch(/Alerts have been on since 20\d\d-/);
    expect(stdout).toMatch(/The last 7 days: .*sent/);
    expect(stdout).toMatch(/before │ A +│ +\d+ │/);
    expect(await org().json<Alerts>('alerts', 'off')).toMatchObject({ onSince: null, settings: { isOn: false } });
  });
});
