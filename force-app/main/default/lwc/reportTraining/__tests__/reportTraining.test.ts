import ReportTraining from 'c/reportTraining';
import { model, report, type Report } from '../../../../../test/model-report';
import { clearPage, settle, show } from '../../../../../test/page';

const readFigures = async (changed: Report = report, of = model) => {
  const element = show('c-report-training', ReportTraining, { model: of, report: changed });
  await settle();
  const rows = [...element.shadowRoot!.querySelectorAll('[data-id="training"] > div')];
  return { element, figures: rows.map((row) => [...row.children].map((part) => part.textContent)) };
};

describe('reportTraining', () => {
  afterEach(clearPage);

  it('shows figures in the user’s format', async () => {
    const { element, figures } = await readFigures();
    expect(figures[0]![1]).toBe('The forest');
    const values = figures.map(([, value]) => value).join(' | ');
    expect(values).toMatch(/20 Nov 2026, 03:00/);
    expect(values).toMatch(/12,059/);
    expect(values).toMatch(/67 days/);
    expect(values).not.toMatch(/NaN|undefined|null/);
    await expect(element).toBeAccessible();
  });

  it('says won where the goal is to win the opportunity', async () => {
    const { figures } = await readFigures({ ...report, goal: 'won' });
    expect(figures.map(([name]) => name)).toContain('Counts as won');
    expect(figures.flat()).toContainEqual(expect.stringMatching(/snapshots of leads, .* of which were won later/));
  });

  it('says goal reached where the goal is a status', async () => {
    const { figures } = await readFigures({ ...report, goal: 'status' });
    expect(figures.map(([name]) => name)).toContain('Counts as reaching the goal');
    expect(figures.flat()).toContainEqual(expect.stringMatching(/snapshots of leads, .* of which reached the goal/));
  });

  it('shows a random split', async () => {
    const { figures } = await readFigures({ ...report, split: { ...report.split!, kind: 'random', splitAt: null } });
    const { figures: byTime } = await readFigures();
    expect(figures[3]).not.toEqual(byTime[3]);
  });

  it('leaves out unknown figures', async () => {
    const { figures } = await readFigures({});
    expect(figures.map(([name]) => name)).toEqual(['Algorithm', 'Trained']);
  });

  it('ignores a count that is not a number', async () => {
    const { figures } = await readFigures({ facts: [{ name: 'junk', value: 'many' }] });
    expect(figures).toHaveLength(2);
  });
});
