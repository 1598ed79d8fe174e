import type { Alerts } from '@leadlight/contract';
import changeAlerts from '@salesforce/apex/AlertsController.changeAlerts';
import getAlerts from '@salesforce/apex/AlertsController.getAlerts';
import testAlert from '@salesforce/apex/AlertsController.testAlert';
import LeadAlerts from 'c/leadAlerts';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/AlertsController.getAlerts', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/AlertsController.changeAlerts', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/AlertsController.testAlert', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const read = getAlerts as jest.MockedFunction<typeof getAlerts>;
const changed = changeAlerts as jest.MockedFunction<typeof changeAlerts>;
const tested = testAlert as jest.MockedFunction<typeof testAlert>;
const example = readExample<Alerts>('alerts.response');

async function showAlerts(alerts: Alerts = example) {
  read.mockResolvedValueOnce(JSON.stringify(alerts));
  const element = show('c-lead-alerts', LeadAlerts, {});
  await settle();
  return element;
}

const root = (element: Element) => element.shadowRoot!;
const field = (element: Element, name: string) => root(element).querySelector<HTMLInputElement>(`[name="${name}"]`)!;
const choice = (element: Element, name: string, value: string) =>
  root(element).querySelector<HTMLInputElement>(`input[name="${name}"][value="${value}"]`);
const rows = (element: Element, id: string) =>
  [...findById(element, id)!.querySelectorAll(id === 'touches' ? 'tbody tr' : 'li')].map((row) =>
    [...(row.children.length > 1 ? row.children : [row])].map((each) => each.textContent!.trim()).join(' | '),
  );

async function enter(element: Element, name: string, value: string): Promise<void> {
  const input = field(element, name);
  input.value = value;
  input.dispatchEvent(new CustomEvent('change'));
  await settle();
}

async function save(element: Element): Promise<void> {
  findById(element, 'form')!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
  await settle();
}

describe('leadAlerts', () => {
  afterEach(() => {
    clearPage();
    for (const each of [read, changed, tested]) each.mockReset();
    jest.useRealTimers();
  });

  it('shows the settings, what was sent, and the time to the first contact by band', async () => {
    const element = await showAlerts();
    expect(textOf(element, 'state')).toMatch(/^On since 4 May 2026/);
    expect(choice(element, 'bands', 'A')!.checked).toBe(true);
    expect(choice(element, 'bands', 'B')!.checked).toBe(false);
    expect(choice(element, 'routes', 'slack')).toBeNull();
    expect(rows(element, 'deliveries')).toEqual([
      expect.stringMatching(/^Entered a band: Notification in Salesforce\. Sent 12 Jun 2026/),
      expect.stringMatching(/^Not contacted in time: Task\. Not sent, 12 Jun 2026.*: a queue owns the lead$/),
      expect.stringMatching(/^Digest: E-mail\. Due 12 Jun 2026.*; given up: connect ECONNREFUSED 192\.0\.2\.10:587$/),
    ]);
    expect(rows(element, 'touches')).toEqual([
      'Before | A | 212 | 21.5 | 53%',
      'Before | B | 330 | 25.2 | 48%',
      'Since | A | 88 | 3.4 | 82%',
      'Since | B | 121 | 26.1 | 47%',
    ]);
    await expect(element).toBeAccessible();
  });

  it('is off at first, without times and deliveries, and is turned on by one click', async () => {
    const settings = { ...example.settings, isOn: false };
    const off = {
      ...example,
      settings,
      onSince: null,
      deliveries: [],
      firstTouch: null,
      setUp: ['salesforce', 'task'],
    };
    const element = await showAlerts(off as Alerts);
    expect(textOf(element, 'state')).toBe('Alerts are off.');
    expect(textOf(element, 'none')).toBe('Nothing has been sent yet.');
    expect(findById(element, 'touches')).toBeNull();
    expect(field(element, 'digest')).toBeNull();
    changed.mockResolvedValueOnce(JSON.stringify(example));
    findById(element, 'switch')!.click();
    await settle();
    expect(changed.mock.calls).toEqual([[{ change: { isOn: true } }]]);
    expect(textOf(element, 'state')).toMatch(/^On since/);
    await expect(element).toBeAccessible();
  });

  it('saves what was entered; an empty text turns a rule off', async () => {
    const element = await showAlerts();
    await enter(element, 'jump', '');
    await enter(element, 'untouched', '8');
    await enter(element, 'quietFrom', '20');
    await enter(element, 'digest', 'managers');
    choice(element, 'bands', 'B')!.click();
    await settle();
    choice(element, 'routes', 'task')!.click();
    await settle();
    field(element, 'namesOutside').click();
    await settle();
    changed.mockResolvedValueOnce(JSON.stringify(example));
    await save(element);
    expect(changed.mock.calls).toEqual([
      [
        {
          change: {
            bands: ['A', 'B'],
            jumpPoints: null,
            untouchedHours: 8,
            routes: ['salesforce'],
            digest: { recipients: 'managers', hour: 8 },
            quietHours: { startHour: 20, endHour: 7, weekends: true },
            perPersonAndDay: 10,
            namesOutside: true,
          },
        },
      ],
    ]);
    expect(textOf(element, 'notice')).toBe('Saved.');
  });

  it('asks for both quiet hours, and for weekends only where there are quiet hours', async () => {
    const element = await showAlerts();
    await enter(element, 'quietFrom', '');
    expect(field(element, 'quietFrom').checkValidity()).toBe(false);
    expect(field(element, 'weekends').disabled).toBe(false);
    await enter(element, 'quietTo', '');
    expect(field(element, 'quietFrom').checkValidity()).toBe(true);
    expect(field(element, 'weekends').disabled).toBe(true);
    changed.mockResolvedValueOnce(JSON.stringify(example));
    await save(element);
    expect(changed.mock.calls[0]![0]).toMatchObject({ change: { quietHours: null } });
  });

  it('keeps what was entered and says why the service rejects it', async () => {
    const element = await showAlerts();
    await enter(element, 'untouched', '8');
    changed.mockRejectedValueOnce({ body: { message: 'These settings cannot be used.' } });
    await save(element);
    expect(textOf(element, 'error')).toBe('These settings cannot be used.');
    expect(field(element, 'untouched').value).toBe('8');
    await expect(element).toBeAccessible();
  });

  it('sends a test message by one click and asks until it was received', async () => {
    const element = await showAlerts();
    jest.useFakeTimers();
    const [delivery] = example.deliveries;
    const test = { ...delivery!, id: 'alr_9', rule: 'test' as const, leadId: null };
    const pending = { ...test, state: 'pending' as const, sentAt: null };
    tested.mockResolvedValueOnce(JSON.stringify({ ...example, deliveries: [pending] }));
    findById(element, 'tests')!.querySelector<HTMLButtonElement>('[data-route="salesforce"]')!.click();
    await settle();
    expect(tested.mock.calls).toEqual([[{ route: 'salesforce' }]]);
    expect(rows(element, 'deliveries')[0]).toMatch(
      /^Test message: Notification in Salesforce\. Waiting to be sent since/,
    );
    read.mockResolvedValueOnce(JSON.stringify({ ...example, deliveries: [test] }));
    jest.advanceTimersByTime(2_000);
    await settle();
    expect(rows(element, 'deliveries')[0]).toMatch(/^Test message: Notification in Salesforce\. Sent 12 Jun 2026/);
    jest.advanceTimersByTime(60_000);
    expect(read).toHaveBeenCalledTimes(2);
  });
});
