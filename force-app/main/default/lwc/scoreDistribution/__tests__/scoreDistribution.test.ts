import countByBand from '@salesforce/apex/LeadlightAdminController.countByBand';
import ScoreDistribution from 'c/scoreDistribution';
import { clearPage, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadlightAdminController.countByBand', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const asked = countByBand as jest.MockedFunction<typeof countByBand>;
const showBands = async () => {
  const element = show('c-score-distribution', ScoreDistribution, {});
  await settle();
  return element;
};

describe('scoreDistribution', () => {
  afterEach(() => {
    clearPage();
    asked.mockReset();
  });

  it('shows the leads of each band and the converted share', async () => {
    asked.mockResolvedValue([
      { band: 'A', open: 1500, converted: 500 },
      { band: 'D', open: 990, converted: 10 },
    ]);
    const element = await showBands();
    const rows = [...element.shadowRoot!.querySelectorAll('[data-band]')].map((row) =>
      [...row.querySelectorAll('th,td')].map((cell) => cell.textContent?.trim()),
    );
    expect(rows).toEqual([
      ['A', '1,500', '500', '25%'],
      ['D', '990', '10', '1%'],
    ]);
    const widths = [...element.shadowRoot!.querySelectorAll<HTMLElement>('.bar')].map((bar) =>
      parseFloat(bar.style.width),
    );
    expect(widths).toEqual([100, 50]);
    await expect(element).toBeAccessible();
  });

  it('shows that it is loading', async () => {
    asked.mockReturnValue(new Promise(() => undefined));
    const element = await showBands();
    expect(element.shadowRoot?.querySelector('lightning-spinner')).toHaveProperty(
      'alternativeText',
      'Counting the leads',
    );
    await expect(element).toBeAccessible();
  });

  it('shows a text before the first scoring', async () => {
    asked.mockResolvedValue([]);
    const element = await showBands();
    expect(textOf(element, 'empty')).toBe('No lead has a score yet.');
    await expect(element).toBeAccessible();
  });

  it('shows the message of an error', async () => {
    asked.mockRejectedValue({ body: { message: 'You do not have access.' } });
    const element = await showBands();
    expect(textOf(element, 'error')).toBe('You do not have access.');
    await expect(element).toBeAccessible();
  });
});
