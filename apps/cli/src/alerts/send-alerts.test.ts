import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leadlight/common';
import { openStorage, type Storage } from '@leadlight/storage';
import {
  DEFAULT_ALERT_SETTINGS,
  raiseDigests,
  raiseScoreAlerts,
  raiseWaitingAlerts,
  sendAlerts,
  type AlertDeliveryRoute,
  type AlertMessage,
  type AlertSettings,
  type CrmAlerts,
  type LeadScoreUpdate,
} from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A Monday, 12:00 in Berlin. */
const NOON = Date.parse('2026-11-23T11:00:00Z');
const ZONE = 'Europe/Berlin';
const [REP, MANAGER, OTHER] = ['005000000000001AAA', '005000000000002AAA', '005000000000003AAA'];
const QUEUE = '00G000000000001AAA';
const ROUTES: readonly AlertDeliveryRoute[] = ['salesforce', 'task', 'slack', 'webhook', 'email'];

const folder = mkdtempSync(join(tmpdir(), 'leadlight-send-alerts-'));
let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ folder });
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

let orgs = 0;

/** An org with alerts on, leads and a CRM that records what reaches it. */
async function startOrg(settings: Partial<AlertSettings> = {}, owner: string = REP!) {
  const orgId = `00D${String(++orgs).padStart(12, '0')}EAA`;
  let now = NOON;
  const clock = { now: () => now };
  const sent: (readonly [
    route: string,
    to: readonly string[] | string,
    message: { readonly title: string; readonly body: string },
  ])[] = [];
  const tasks = new Map<string, string>();
  let failing = false;
  const crmAlerts: CrmAlerts = {
    timeZone: () => Promise.resolve(ZONE),
    addressOf: (id) => `https://example.my.salesforce.com/${id}`,
    findLeads: (ids) =>
      Promise.resolve(
        new Map(ids.map((id) => [id, { name: `Jane ${id}`, company: 'Acme', ownerId: owner, isOpen: true }])),
      ),
    findUsers: (ids) => Promise.resolve(ids.map((id) => ({ id, name: id, email: `${id}@example.com` }))),
    membersOf: (id) => Promise.resolve(id === QUEUE ? [REP!, OTHER!] : [id]),
    notify(users, message) {
      if (failing) return Promise.reject(new Error('the org is busy'));
      sent.push(['salesforce', users, message]);
      return Promise.resolve();
    },
    hasTask: (_lead, _subject, description) =>
      Promise.resolve([...tasks.values()].some((each) => each.includes(description))),
    createTask({ leadId, ownerId, subject, description, dueOn }) {
      tasks.set(leadId, description);
      sent.push(['task', [ownerId], { title: subject, body: dueOn }]);
      return Promise.resolve();
    },
  };
  const record =
    (route: string) =>
    (message: AlertMessage, to = '') => {
      sent.push([route, to, message]);
      return Promise.resolve();
    };
  const senders = { slack: record('slack'), webhook: record('webhook'), email: record('email') };
  const ports = {
    ...{ alerts: storage.alerts, clock, crmAlerts, alertSenders: () => senders },
    crmUsers: { managers: () => Promise.resolve(new Map([[REP!, MANAGER!]])) },
  };
  const all = { ...DEFAULT_ALERT_SETTINGS, isOn: true, quietHours: null, ...settings };
  await storage.alerts.saveSettings(orgId, all, now, 'test');
  await storage.orgs.markSynced(orgId, 1);
  const score = async (leadId: string, band: string, given: Partial<LeadScoreUpdate> = {}) => {
    const update: LeadScoreUpdate = {
      ...{ leadId, score: band === 'A' ? 93 : 50, band, qualified: false, probability: 0.4, unranked: null },
      reasons: JSON.stringify({
        reasons: [
          { label: 'Lead source', value: 'Referral', points: 14 },
          { label: 'Age', value: 3, points: -4 },
        ],
      }),
      ...{ modelLabel: 'v1', scoredAt: now, inputHash: 'h' },
      ...given,
    };
    await storage.outbox.enqueue(orgId, [], [update]);
  };
  return {
    orgId,
    sent,
    score,
    tasks,
    setFailing: (value: boolean) => {
      failing = value;
    },
    advance: (ms: number) => {
      now += ms;
    },
    save: (change: Partial<AlertSettings>) => storage.alerts.saveSettings(orgId, { ...all, ...change }, now, 'test'),
    async addLeads(...ids: readonly string[]) {
      const fields = { OwnerId: owner };
      const lead = { kind: 'lead', deleted: false, convertedAt: null, contactId: null, opportunityId: null } as const;
      const records = ids.map((id) => ({ ...lead, id, createdAt: now, changedAt: now, fields }));
      await storage.leadHistories.append(orgId, 'Lead', records, 'cursor');
    },
    async touch(leadId: string) {
      const activity = { kind: 'activity', activityKind: 'call', deleted: false, incoming: false } as const;
      const times = { createdAt: now, changedAt: now, completedAt: now };
      await storage.leadHistories.append(orgId, 'Task', [{ ...activity, ...times, id: `T${leadId}`, partyId: leadId }]);
    },
    async convert(leadId: string) {
      const lead = { kind: 'lead', deleted: false, contactId: null, opportunityId: null, fields: {} } as const;
      const times = { createdAt: now, changedAt: now + 1, convertedAt: now };
      await storage.leadHistories.append(orgId, 'Lead', [{ ...lead, ...times, id: leadId }]);
    },
    raise: () => raiseScoreAlerts(ports, orgId, undefined),
    raiseWaiting: () => raiseWaitingAlerts(ports, orgId),
    raiseDigests: () => raiseDigests(ports, orgId, ZONE),
    send: () => sendAlerts(ports, orgId, ROUTES, ZONE),
    reasons: async () =>
      (await storage.alerts.listDeliveries(orgId, 99)).map(({ state, failure }) => failure ?? state).toSorted(),
  };
}

describe('sendAlerts', () => {
  it('names the lead inside Salesforce and not outside, once each, with the labels of the reasons and no value', async () => {
    const org = await startOrg({
      routes: ['salesforce', 'task', 'slack', 'webhook'],
      slack: { allowPrivate: true },
      webhook: { allowPrivate: true },
    });
    await org.addLeads('00Q1');
    await org.score('00Q1', 'A');
    expect(await org.raise()).toBe(1);
    expect(await org.raise()).toBe(0);
    expect(await org.send()).toMatchObject({ sent: 4, dropped: 0, failed: 0 });
    expect(await org.send()).toMatchObject({ sent: 0 });
    const byRoute = new Map(org.sent.map(([route, to, message]) => [route, { to, message }]));
    expect(byRoute.get('salesforce')).toMatchObject({
      to: [REP],
      message: {
        title: 'Hot lead: Jane 00Q1, Acme',
        body: 'Score 93, band A. Why: Lead source +14.',
        recordId: '00Q1',
      },
    });
    expect(byRoute.get('task')).toMatchObject({ to: [REP], message: { body: '2026-11-23' } });
    for (const route of ['slack', 'webhook']) {
      const text = JSON.stringify(byRoute.get(route)!.message);
      expect(text).toContain('Hot lead: a lead');
      expect(text).not.toMatch(/Jane|Acme|Referral/);
    }
  });

  it('names the lead outside Salesforce where that is switched on', async () => {
    const org = await startOrg({ routes: ['slack'], slack: { allowPrivate: true }, namesOutside: true });
    await org.addLeads('00Q1');
    await org.score('00Q1', 'A');
    await org.raise();
    await org.send();
    expect(org.sent).toMatchObject([['slack', '', { title: 'Hot lead: Jane 00Q1, Acme', lead: { company: 'Acme' } }]]);
  });

  it('says by how much a score has risen in all steps of a day', async () => {
    const org = await startOrg({ bands: [], jumpPoints: 20 });
    await org.addLeads('00Q1');
    for (const score of [40, 52, 61]) {
      await org.score('00Q1', 'C', { score });
      expect(await org.raise()).toBe(score === 61 ? 1 : 0);
      org.advance(HOUR_MS);
    }
    await org.send();
    expect(org.sent).toMatchObject([
      [
        'salesforce',
        [REP],
        {
          title: 'Score up 21 points: Jane 00Q1, Acme',
          body: expect.stringMatching(/^Score 61, band C \(up from 40 within a day\)\./),
        },
      ],
    ]);
  });

  it('waits for the end of quiet hours in the org’s time zone, and then looks at the lead again', async () => {
    const org = await startOrg({ quietHours: { startHour: 19, endHour: 7, weekends: false } });
    await org.addLeads('00Q1', '00Q2', '00Q3');
    org.advance(7 * HOUR_MS);
    for (const id of ['00Q1', '00Q2', '00Q3']) await org.score(id, 'A');
    expect(await org.raise()).toBe(3);
    expect(await org.send()).toMatchObject({ sent: 0, dropped: 0 });
    org.advance(11 * HOUR_MS + 59 * MINUTE_MS);
    expect(await org.send()).toMatchObject({ sent: 0, dropped: 0 });
    await org.convert('00Q2');
    await org.score('00Q3', 'B');
    org.advance(MINUTE_MS);
    expect(await org.send()).toMatchObject({ sent: 1, dropped: 2 });
    expect(await org.reasons()).toEqual(['closed', 'left_band', 'sent']);
  });

  it('sends a person no more than the limit of the day, and starts again the next day', async () => {
    const org = await startOrg({ perPersonAndDay: 2 }, QUEUE);
    await org.addLeads('00Q1', '00Q2', '00Q3', '00Q4');
    for (const id of ['00Q1', '00Q2', '00Q3']) await org.score(id, 'A');
    await org.raise();
    expect(await org.send()).toMatchObject({ sent: 2, dropped: 1 });
    expect(org.sent.map(([, to]) => to)).toEqual([
      [REP, OTHER],
      [REP, OTHER],
    ]);
    org.advance(12 * HOUR_MS);
    await org.score('00Q4', 'A');
    await org.raise();
    expect(await org.send()).toMatchObject({ sent: 1 });
  });

  it('makes no task where a queue owns the lead, and says so', async () => {
    const org = await startOrg({ routes: ['task'] }, QUEUE);
    await org.addLeads('00Q1');
    await org.score('00Q1', 'A');
    await org.raise();
    expect(await org.send()).toMatchObject({ sent: 0, dropped: 1 });
    expect(await org.reasons()).toEqual(['owner_is_queue']);
  });

  it('tries again later what failed, and gives up after some hours', async () => {
    const org = await startOrg();
    await org.addLeads('00Q1');
    await org.score('00Q1', 'A');
    await org.raise();
    org.setFailing(true);
    expect(await org.send()).toMatchObject({ failed: 1, failures: ['salesforce: the org is busy'] });
    expect(await org.send()).toMatchObject({ failed: 0 });
    org.advance(10_000);
    org.setFailing(false);
    expect(await org.send()).toMatchObject({ sent: 1 });
    await org.addLeads('00Q2');
    await org.score('00Q2', 'A');
    await org.raise();
    org.setFailing(true);
    let givenUp = 0;
    for (let hour = 0; hour < 24; hour++) {
      givenUp += (await org.send()).givenUp;
      org.advance(HOUR_MS);
    }
    expect(givenUp).toBe(1);
  });

  it('repeats what a killed worker was sending with a note, and makes a task that is there not again', async () => {
    const org = await startOrg({ routes: ['salesforce', 'task'] });
    await org.addLeads('00Q1');
    await org.score('00Q1', 'A');
    await org.raise();
    // The process is killed after each message has arrived and before it is settled.
    const which = { routes: ROUTES, rules: ['band'] } as const;
    for (let taken = 0; taken < 2; taken++) await storage.alerts.take(org.orgId, NOON, NOON + MINUTE_MS, which);
    const [delivery] = await storage.alerts.listDeliveries(org.orgId, 1);
    org.tasks.set('00Q1', `made by the killed worker\n${delivery!.alert.id}-task`);
    expect(await org.send()).toMatchObject({ sent: 0 });
    org.advance(MINUTE_MS);
    expect(await org.send()).toMatchObject({ sent: 2 });
    expect(org.sent).toHaveLength(1);
    expect(org.sent[0]![2].body).toMatch(/\(You may have received this before\.\)$/);
  });

  it('drops what was not sent when alerts are turned off', async () => {
    const org = await startOrg();
    await org.addLeads('00Q1');
    await org.score('00Q1', 'A');
    await org.raise();
    await org.save({ isOn: false });
    expect(await org.send()).toMatchObject({ dropped: 1 });
    expect(org.sent).toEqual([]);
  });
});

describe('raiseWaitingAlerts', () => {
  it('alerts a lead that waits in band A for the hours, once, unless somebody has contacted it', async () => {
    const org = await startOrg({ bands: [], untouchedHours: 4 });
    await org.addLeads('00Q1', '00Q2', '00Q3');
    for (const id of ['00Q1', '00Q2']) await org.score(id, 'A');
    await org.score('00Q3', 'B');
    expect(await org.raise()).toBe(0);
    org.advance(3 * HOUR_MS);
    await org.touch('00Q2');
    expect(await org.raiseWaiting()).toBe(0);
    org.advance(HOUR_MS);
    expect(await org.raiseWaiting()).toBe(1);
    expect(await org.raiseWaiting()).toBe(0);
    await org.send();
    expect(org.sent).toMatchObject([['salesforce', [REP], { title: 'No contact for 4 hours: Jane 00Q1, Acme' }]]);
  });
});

describe('raiseDigests', () => {
  const digest = (recipients: 'owners' | 'managers') => ({
    digest: { recipients, hour: 13 },
    email: { from: 'a@example.com' },
  });

  it('sends each owner one e-mail a day from the hour on, those without a contact first, without names', async () => {
    const org = await startOrg({ ...digest('owners'), bands: [] });
    await org.addLeads('00Q1', '00Q2');
    await org.score('00Q1', 'A', { score: 99, probability: 0.9 });
    await org.score('00Q2', 'A', { score: 95 });
    await org.raise();
    expect(await org.raiseDigests()).toBe(0);
    org.advance(HOUR_MS);
    await org.touch('00Q1');
    await org.raiseDigests();
    await org.raiseDigests();
    expect(await org.send()).toMatchObject({ sent: 1 });
    const [[route, to, message]] = org.sent as [(typeof org.sent)[number]];
    expect([route, to, message.title]).toEqual(['email', `${REP}@example.com`, '2 leads in band A, 1 without contact']);
    expect(message.body.split('\n')).toEqual([
      'Without contact first, then by score:',
      '- 95, no contact for 1 hour',
      '  https://example.my.salesforce.com/00Q2',
      '- 99, last contact 2026-11-23',
      '  https://example.my.salesforce.com/00Q1',
    ]);
    org.advance(DAY_MS);
    await org.raiseDigests();
    expect(await org.send()).toMatchObject({ sent: 1 });
  });

  it('goes to the manager, by name where that is switched on, and not at quiet weekends', async () => {
    const quietHours = { startHour: 0, endHour: 1, weekends: true };
    const org = await startOrg({ ...digest('managers'), bands: [], quietHours, namesOutside: true });
    await org.addLeads('00Q1');
    await org.score('00Q1', 'A');
    await org.raise();
    org.advance(5 * DAY_MS + HOUR_MS);
    expect(await org.raiseDigests()).toBe(0);
    org.advance(2 * DAY_MS);
    expect(await org.raiseDigests()).toBe(1);
    await org.send();
    expect(org.sent).toMatchObject([
      ['email', `${MANAGER}@example.com`, { body: expect.stringContaining('Jane 00Q1, Acme') }],
    ]);
  });
});
