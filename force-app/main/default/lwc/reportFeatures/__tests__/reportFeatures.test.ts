import ReportFeatures from 'c/reportFeatures';
import { report, type Report } from '../../../../../test/model-report';
import { attributesOf, clearPage, settle, show } from '../../../../../test/page';

type Feature = NonNullable<Report['features']>[number];

const showFeatures = async (features: readonly Feature[] | undefined = report.features) => {
  const element = show('c-report-features', ReportFeatures, { report: { ...report, features } });
  await settle();
  return element;
};
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim();
const features = (element: HTMLElement) => [...element.shadowRoot!.querySelectorAll('[data-feature]')];
const values = (feature: Element) => [...feature.querySelectorAll('li')];

describe('reportFeatures', () => {
  afterEach(clearPage);

  it('shows the label and share of each feature, and the effects of its values', async () => {
    const element = await showFeatures();
    const [source] = features(element);
    expect(text(source!.querySelector('summary'))).toMatch(/^Lead source ?\d+%$/);
    expect(values(source!).map((value) => text(value.querySelector('.slds-assistive-text')))).toEqual(
      expect.arrayContaining([expect.stringContaining('+0.093'), expect.stringContaining('−0.008')]),
    );
    expect(source!.querySelector('.bar-up')).not.toBeNull();
    expect(source!.querySelector('.bar-down')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows at most eight features', async () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ ...report.features![0]!, name: `f${n}` }));
    expect(features(await showFeatures(many))).toHaveLength(8);
  });

  it('distinguishes a category called "null" from a missing value', async () => {
    const dependence = [
      { value: 'null', rows: 2, effect: 0.1 },
      { value: null, rows: 2, effect: -0.1 },
    ];
    const [feature] = features(await showFeatures([{ ...report.features![0]!, dependence }]));
    const [named, missing] = values(feature!).map((value) => text(value.firstElementChild));
    expect(named).toBe('null');
    expect(missing).not.toBe('null');
  });

  it('shows shares of 0 for a constant model', async () => {
    const still = { ...report.features![0]!, importance: 0, dependence: [{ value: 'Web', rows: 1, effect: 0 }] };
    const element = await showFeatures([still]);
    expect(text(features(element)[0])).toContain('0%');
    expect(attributesOf(element.shadowRoot!)).not.toContain('NaN');
  });

  it('shows the org’s label of a custom field', async () => {
    const own = { ...report.features![0]!, name: 'field:Tier__c', label: 'Tier', labelKey: undefined };
    expect(text(features(await showFeatures([own]))[0]!.querySelector('.name'))).toBe('Tier');
  });

  it.each([[[]], [undefined]])('shows nothing without features: %j', async (absent) => {
    const element = show('c-report-features', ReportFeatures, { report: { ...report, features: absent } });
    await settle();
    expect(element.shadowRoot!.children).toHaveLength(0);
  });
});
