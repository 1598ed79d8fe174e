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

describe('what moves a model most', () => {
  afterEach(clearPage);

  it('is named as people know it, with its share, and opens to what each value does', async () => {
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

  it('is at most eight, though a model has many', async () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ ...report.features![0]!, name: `f${n}` }));
    expect(features(await showFeatures(many))).toHaveLength(8);
  });

  it('tells a category that is called "null" from what is missing', async () => {
    const dependence = [
      { value: 'null', rows: 2, effect: 0.1 },
      { value: null, rows: 2, effect: -0.1 },
    ];
    const [feature] = features(await showFeatures([{ ...report.features![0]!, dependence }]));
    const [named, missing] = values(feature!).map((value) => text(value.firstElementChild));
    expect(named).toBe('null');
    expect(missing).not.toBe('null');
  });

  it('of a model that nothing moves has shares of nothing', async () => {
    const still = { ...report.features![0]!, importance: 0, dependence: [{ value: 'Web', rows: 1, effect: 0 }] };
    const element = await showFeatures([still]);
    expect(text(features(element)[0])).toContain('0%');
    expect(attributesOf(element.shadowRoot!)).not.toContain('NaN');
  });

  it('of a field of the org keeps the org’s name for it', async () => {
    const own = { ...report.features![0]!, name: 'field:Tier__c', label: 'Tier', labelKey: undefined };
    expect(text(features(await showFeatures([own]))[0]!.querySelector('.name'))).toBe('Tier');
  });

  it.each([[[]], [undefined]])('is not told where it is not known: %j', async (told) => {
    const element = show('c-report-features', ReportFeatures, { report: { ...report, features: told } });
    await settle();
    expect(element.shadowRoot!.children).toHaveLength(0);
  });
});
