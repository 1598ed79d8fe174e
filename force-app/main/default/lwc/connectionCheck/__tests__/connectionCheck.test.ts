import checkHealth, { type HealthLine } from '@salesforce/apex/LeadlightAdminController.checkHealth';
import scheduleRetries from '@salesforce/apex/LeadlightAdminController.scheduleRetries';
import ConnectionCheck from 'c/connectionCheck';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadlightAdminController.checkHealth', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

jest.mock(
  '@salesforce/apex/LeadlightAdminController.scheduleRetries',
  () => ({ __esModule: true, default: jest.fn() }),
  { virtual: true },
);

const scheduled = scheduleRetries as jest.MockedFunction<typeof scheduleRetries>;
const asked = checkHealth as jest.MockedFunction<typeof checkHealth>;
const lines: readonly HealthLine[] = [
  { name: 'Scoring service', state: 'ok', finding: 'It answers.', remedy: '' },
  { name: 'Scores', state: 'attention', finding: 'The newest is old.', remedy: 'See whether it syncs.' },
  { name: 'Model', state: 'broken', finding: 'There is none.', remedy: 'Train one.' },
];
const showCheck = async () => {
  const element = show('c-connection-check', ConnectionCheck, {});
  await settle();
  return element;
};

describe('connectionCheck', () => {
  afterEach(() => {
    clearPage();
    asked.mockReset();
    scheduled.mockReset();
  });

  it('shows the state of each part, with a remedy if one is needed', async () => {
    asked.mockResolvedValue(lines);
    const element = await showCheck();
    const rows = [...element.shadowRoot!.querySelectorAll('.line')].map((row) => [
      row.querySelector('.state')?.textContent,
      row.querySelector('.remedy')?.textContent,
    ]);
    expect(rows).toEqual([
      ['OK', undefined],
      ['Needs attention', 'See whether it syncs.'],
      ['Not working', 'Train one.'],
    ]);
    await expect(element).toBeAccessible();
  });

  it('checks again when the button is pressed', async () => {
    asked.mockResolvedValueOnce(lines).mockResolvedValueOnce([lines[0]!]);
    const element = await showCheck();
    findById(element, 'again')?.click();
    await settle();
    expect(element.shadowRoot!.querySelectorAll('.line')).toHaveLength(1);
  });

  it('schedules the retry where it is not scheduled, and checks again', async () => {
    const retry: HealthLine = {
      name: 'Hourly retry',
      state: 'attention',
      finding: 'Not scheduled.',
      remedy: 'Do it.',
      action: 'schedule',
    };
    asked
      .mockResolvedValueOnce([lines[0]!, retry])
      .mockResolvedValueOnce([{ ...retry, state: 'ok', action: undefined }]);
    scheduled.mockResolvedValue();
    const element = await showCheck();
    expect(element.shadowRoot!.querySelectorAll('[data-id="schedule"]')).toHaveLength(1);
    await expect(element).toBeAccessible();
    findById(element, 'schedule')?.click();
    await settle();
    expect(scheduled).toHaveBeenCalledTimes(1);
    expect(findById(element, 'schedule')).toBeNull();
    expect(element.shadowRoot!.querySelector('.state')?.textContent).toBe('OK');
  });

  it('shows why the retry cannot be scheduled', async () => {
    asked.mockResolvedValue([{ ...lines[0]!, action: 'schedule' }]);
    scheduled.mockRejectedValue({ body: { message: 'You may not schedule jobs.' } });
    const element = await showCheck();
    findById(element, 'schedule')?.click();
    await settle();
    expect(textOf(element, 'error')).toContain('You may not schedule jobs.');
  });

  it('shows that it is loading', async () => {
    asked.mockReturnValue(new Promise(() => undefined));
    const element = await showCheck();
    expect(element.shadowRoot?.querySelector('lightning-spinner')).toHaveProperty(
      'alternativeText',
      'Checking the connection',
    );
    expect(findById(element, 'again')).toHaveProperty('disabled', true);
    await expect(element).toBeAccessible();
  });

  it('shows the message of an error', async () => {
    asked.mockRejectedValue({ body: { message: 'You do not have access to the Apex class.' } });
    const element = await showCheck();
    expect(textOf(element, 'error')).toBe('You do not have access to the Apex class.');
    await expect(element).toBeAccessible();
  });
});
