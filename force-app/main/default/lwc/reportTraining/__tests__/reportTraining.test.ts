import ReportTraining from 'c/reportTraining';
import { model, report, type Report } from '../../../../../test/model-report';
import { clearPage, settle, show } from '../../../../../test/page';

const factsOf = async (changed: Report = report, of = model) => {
  const element = show('c-report-training', ReportTraining, { model: of, report: changed });
  await settle();
  const told = [...element.shadowRoot!.querySelectorAll('[data-id="training"] > div')];
  return { element, facts: told.map((fact) => [...fact.children].map((part) => part.textContent)) };
};

describe('reportTraining', () => {
  afterEach(clearPage);

  it('shows figures in the user’s format', async () => {
    const { element, facts } = await factsOf();
    expect(facts[0]![1]).toBe('The forest');
    const values = facts.map(([, value]) => value).join(' | ');
    expect(values).toMatch(/20 Nov 2026, 03:00/);
    expect(values).toMatch(/12,059/);
    expect(values).toMatch(/67 days/);
    expect(values).not.toMatch(/NaN|undefined|null/);
    await expect(element).toBeAccessible();
  });

  it('shows a random split', async () => {
    const { facts } = await factsOf({ ...report, split: { ...report.split!, kind: 'random', splitAt: null } });
    const { facts: byTime } = await factsOf();
    expect(facts[3]).not.toEqual(byTime[3]);
  });

  it('leaves out unknown figures', async () => {
    const { facts } = await factsOf({});
    expect(facts.map(([name]) => name)).toEqual(['Algorithm', 'Trained']);
  });

  it('ignores a count that is not a number', async () => {
    const { facts } = await factsOf({ facts: [{ name: 'junk', value: 'many' }] });
    expect(facts).toHaveLength(2);
  });
});
