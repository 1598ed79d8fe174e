import getDataQuality, { type NamedFeatureQuality } from '@salesforce/apex/LeadlightAdminController.getDataQuality';
import DataQuality from 'c/dataQuality';
import { readApexResult } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock(
  '@salesforce/apex/LeadlightAdminController.getDataQuality',
  () => ({ __esModule: true, default: jest.fn() }),
  {
    virtual: true,
  },
);

const mockNavigate = jest.fn();

jest.mock(
  'lightning/navigation',
  () => {
    const Navigate = Symbol('Navigate');
    const mixin = (base: new () => object) =>
      class extends base {
        [Navigate](page: unknown) {
          mockNavigate(page);
        }
      };
    return { __esModule: true, NavigationMixin: Object.assign(mixin, { Navigate }) };
  },
  { virtual: true },
);

const mockedGetDataQuality = getDataQuality as jest.MockedFunction<typeof getDataQuality>;
const example = readApexResult<{ readonly since: string; readonly features: readonly NamedFeatureQuality[] }>(
  'LeadlightAdminController.getDataQuality',
);

/** The user may not read the second lead. */
const dataQualityOf = (features = example.features) => ({ since: example.since, features });

const showQuality = async () => {
  const element = show('c-data-quality', DataQuality, {});
  await settle();
  return element;
};

const rowsOf = (element: Element) =>
  [...element.shadowRoot!.querySelectorAll('[data-feature]')].map((row) =>
    row.textContent!.replace(/\s+/g, ' ').trim(),
  );

describe('dataQuality', () => {
  beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-23T09:00:00Z')));

  afterEach(() => {
    clearPage();
    jest.restoreAllMocks();
    mockedGetDataQuality.mockReset();
    mockNavigate.mockReset();
  });

  it('shows feedback, missing values and drift of each feature', async () => {
    mockedGetDataQuality.mockResolvedValue(dataQualityOf());
    const element = await showQuality();
    const [employees, industry] = rowsOf(element);
    expect(employees).toMatch(
      /^Employees NumberOfEmployees ?Wrong ?6 ?Out of date ?11 ?Helpful ?3 ?Missing ?31% ?Newest leads ?somewhat different/,
    );
    expect(employees).toMatch(/Ada Okafor ?Out of date, 15:05.*a lead that you cannot open ?Wrong, Saturday$/);
    expect(industry).toMatch(/^Industry Industry ?Missing ?55% ?Newest leads ?different$/);
    expect(textOf(element, 'help')).toContain('since 25 Aug 2026');
    await expect(element).toBeAccessible();
  });

  it('navigates to the lead of a complaint', async () => {
    mockedGetDataQuality.mockResolvedValue(dataQualityOf());
    const element = await showQuality();
    element.shadowRoot!.querySelector<HTMLButtonElement>('[data-lead]')!.click();
    expect(mockNavigate.mock.calls).toEqual([
      [
        {
          type: 'standard__recordPage',
          attributes: {
            recordId: example.features[0]!.complaints[0]!.leadId,
            objectApiName: 'Lead',
            actionName: 'view',
          },
        },
      ],
    ]);
  });

  it('shows the most urgent features, and all on request', async () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ ...example.features[2]!, feature: `feature_${index}` }));
    mockedGetDataQuality.mockResolvedValue(dataQualityOf(many));
    const element = await showQuality();
    expect(rowsOf(element)).toHaveLength(6);
    const toggle = findById(element, 'toggle')!;
    expect(toggle.textContent).toBe('Show all 9 fields');
    toggle.click();
    await settle();
    expect(rowsOf(element)).toHaveLength(9);
    expect(toggle.getAttribute('aria-expanded')).toBe('true');
    await expect(element).toBeAccessible();
  });

  it('supports features that no training measured', async () => {
    const { since, features } = dataQualityOf(example.features.slice(0, 1));
    mockedGetDataQuality.mockResolvedValue({
      since,
      features: features.map((feature) => ({ ...feature, missing: undefined, drift: undefined })),
    });
    const element = await showQuality();
    expect(rowsOf(element)[0]).not.toMatch(/Missing|Newest leads/);
  });

  it('shows that it is loading', async () => {
    mockedGetDataQuality.mockReturnValue(new Promise(() => undefined));
    const element = await showQuality();
    const spinner = element.shadowRoot?.querySelector('lightning-spinner');
    expect(spinner).toHaveProperty('alternativeText', 'Loading the data quality');
    await expect(element).toBeAccessible();
  });

  it('shows a text if nothing is known', async () => {
    mockedGetDataQuality.mockResolvedValue(dataQualityOf([]));
    const element = await showQuality();
    expect(textOf(element, 'empty')).toMatch(/^Nothing is known about the data yet/);
    await expect(element).toBeAccessible();
  });

  it.each(['The scoring service is busy.', 'You do not have access to the Apex class named LeadlightAdminController.'])(
    'shows the message of an error: %s',
    async (message) => {
      mockedGetDataQuality.mockRejectedValue({ body: { message } });
      const element = await showQuality();
      expect(textOf(element, 'error')).toBe(message);
      expect(findById(element, 'empty')).toBeNull();
      await expect(element).toBeAccessible();
    },
  );
});
