import type { EventKind, Notifications } from '@leadlight/contract';
import listNotifications from '@salesforce/apex/NotificationsController.listNotifications';
import switchRoute from '@salesforce/apex/NotificationsController.switchRoute';
import testRoute from '@salesforce/apex/NotificationsController.testRoute';
import NotificationRoutes from 'c/notificationRoutes';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock(
  '@salesforce/apex/NotificationsController.listNotifications',
  () => ({ __esModule: true, default: jest.fn() }),
  {
    virtual: true,
  },
);
jest.mock('@salesforce/apex/NotificationsController.switchRoute', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/NotificationsController.testRoute', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const listed = listNotifications as jest.MockedFunction<typeof listNotifications>;
const switched = switchRoute as jest.MockedFunction<typeof switchRoute>;
const tested = testRoute as jest.MockedFunction<typeof testRoute>;
const example = readExample<Notifications>('notifications.response');

/** All kinds; a missing one does not compile. */
const KINDS: Readonly<Record<EventKind, true>> = {
  performance_changed: true,
  segment_changed: true,
  calibration_off: true,
  values_missing: true,
  values_unseen: true,
  values_moved: true,
  scores_moved: true,
  delays_moved: true,
  group_differs: true,
  retraining_rejected: true,
  model_promoted: true,
  model_rolled_back: true,
  model_recalibrated: true,
  following_stopped: true,
  api_budget_used: true,
  credential_expiring: true,
};

async function showRoutes(notifications: Notifications = example) {
  listed.mockResolvedValueOnce(JSON.stringify(notifications));
  const element = show('c-notification-routes', NotificationRoutes, {});
  await settle();
  return element;
}

const routeOf = (element: Element, route: string) =>
  findById(element, 'routes')!.querySelector<HTMLElement>(`li[data-route="${route}"]`)!;
const buttonOf = (element: Element, route: string, id: string) =>
  routeOf(element, route).querySelector<HTMLButtonElement>(`button[data-id="${id}"]`);
const deliveries = (element: Element) =>
  [...findById(element, 'deliveries')!.querySelectorAll('li')].map((row) =>
    row.textContent!.replace(/\s+/g, ' ').trim(),
  );

describe('notificationRoutes', () => {
  afterEach(() => {
    clearPage();
    for (const each of [listed, switched, tested]) each.mockReset();
    jest.useRealTimers();
  });

  it('shows each route, who receives e-mails, and the command that sets a route up', async () => {
    const element = await showRoutes();
    expect(routeOf(element, 'email').textContent).toMatch(/E-mail.*On.*ops@example\.com/);
    expect(routeOf(element, 'slack').textContent).toMatch(/Slack.*Not set up.*leadlight notifications set slack/);
    expect(buttonOf(element, 'slack', 'switch')).toBeNull();
    expect(buttonOf(element, 'webhook', 'switch')!.textContent).toContain('Turn on');
    expect(buttonOf(element, 'webhook', 'test')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('lists the last messages, with the reason where one was not received', async () => {
    expect(deliveries(await showRoutes())).toEqual([
      expect.stringMatching(
        /^Test message: E-mail\. Due 24 Nov 2026.*; given up: connect ECONNREFUSED 192\.0\.2\.10:587$/,
      ),
      expect.stringMatching(/^Leads turn out differently than predicted: In Salesforce, .*\. Sent 24 Nov 2026/),
    ]);
    const [delivery] = example.deliveries;
    const waiting = { ...delivery!, state: 'pending', reminder: 1, kind: 'values_missing' } as const;
    const gone = { ...waiting, id: 'ntf_2', failure: null, kind: null, reminder: 0 } as const;
    clearPage();
    expect(deliveries(await showRoutes({ ...example, deliveries: [waiting, gone] }))).toEqual([
      'Reminder: A field arrives empty: E-mail. Not received yet, will be tried again: connect ECONNREFUSED 192.0.2.10:587',
      'An event that is no longer stored: E-mail. Waits for the worker',
    ]);
  });

  it('names every kind of event', async () => {
    const [delivery] = example.deliveries;
    const kinds = Object.keys(KINDS) as EventKind[];
    const all = kinds.map((kind) => ({ ...delivery!, id: kind, kind }));
    const texts = deliveries(await showRoutes({ ...example, deliveries: all }));
    expect(new Set(texts).size).toBe(kinds.length);
    expect(texts.filter((text) => text.startsWith('An event that'))).toEqual([]);
  });

  it('says that nothing has been sent', async () => {
    expect(textOf(await showRoutes({ ...example, deliveries: [] }), 'none')).toBe('Nothing has been sent yet.');
  });

  it('turns a route off', async () => {
    const element = await showRoutes();
    const off = example.routes.map((each) => (each.route === 'email' ? { ...each, state: 'off' as const } : each));
    switched.mockResolvedValue(JSON.stringify({ ...example, routes: off }));
    buttonOf(element, 'email', 'switch')!.click();
    await settle();
    expect(switched.mock.calls).toEqual([[{ route: 'email', isOn: false }]]);
    expect(routeOf(element, 'email').textContent).toMatch(/Off.*Turn on/);
  });

  it('sends a test message by one click and asks until it was received', async () => {
    const element = await showRoutes();
    jest.useFakeTimers();
    const [delivery] = example.deliveries;
    const pending = { ...delivery!, id: 'ntf_3', state: 'pending' as const, failure: null, attempts: 0 };
    tested.mockResolvedValue(JSON.stringify({ ...example, deliveries: [pending] }));
    buttonOf(element, 'salesforce', 'test')!.click();
    await settle();
    expect(tested.mock.calls).toEqual([[{ route: 'salesforce' }]]);
    expect(deliveries(element)).toEqual(['Test message: E-mail. Waits for the worker']);
    const sent = { ...pending, state: 'sent' as const, sentAt: '2026-11-24T09:00:00.000Z' };
    listed.mockResolvedValueOnce(JSON.stringify({ ...example, deliveries: [sent] }));
    jest.advanceTimersByTime(2_000);
    await settle();
    expect(deliveries(element)[0]).toMatch(/^Test message: E-mail\. Sent 24 Nov 2026/);
    jest.advanceTimersByTime(60_000);
    expect(listed).toHaveBeenCalledTimes(2);
  });

  it('shows the message of an error and keeps what it knows', async () => {
    const element = await showRoutes();
    tested.mockRejectedValue({ body: { message: 'Notifications by this route are off.' } });
    buttonOf(element, 'email', 'test')!.click();
    await settle();
    expect(textOf(element, 'error')).toBe('Notifications by this route are off.');
    expect(routeOf(element, 'email').textContent).toContain('On');
    await expect(element).toBeAccessible();
  });
});
