import ReportFacts from 'c/reportFacts';
import { model, report, type Report } from '../../../../../test/model-report';
import { clearPage, settle, show } from '../../../../../test/page';

const factsOf = async (changed: Report = report, of = model) => {
  const element = show('c-report-facts', ReportFacts, { model: of, report: changed });
  await settle();
  const told = [...element.shadowRoot!.querySelectorAll('[data-id="facts"] > div')];
  return { element, facts: told.map((fact) => [...fact.children].map((part) => part.textContent)) };
};

describe('how a model was trained', () => {
  afterEach(clearPage);

  it('is told by facts in the user’s format', async () => {
    const { element, facts } = await factsOf();
    expect(facts[0]![1]).toBe('The forest');
    const values = facts.map(([, value]) => value).join(' | ');
    expect(values).toMatch(/20 Nov 2026, 03:00/);
    expect(values).toMatch(/12,059/);
    expect(values).toMatch(/67 days/);
    expect(values).not.toMatch(/NaN|undefined|null/);
    await expect(element).toBeAccessible();
  });

  it('of a random split says so', async () => {
    const { facts } = await factsOf({ ...report, split: { ...report.split!, kind: 'random', splitAt: null } });
    const { facts: byTime } = await factsOf();
    expect(facts[3]).not.toEqual(byTime[3]);
  });

  it('leaves out what is not known', async () => {
    const { facts } = await factsOf({});
    expect(facts.map(([name]) => name)).toEqual(['Kind', 'Trained']);
  });

  it('takes no count from what is no number', async () => {
    const { facts } = await factsOf({ facts: [{ name: 'junk', value: 'many' }] });
    expect(facts).toHaveLength(2);
  });
});
