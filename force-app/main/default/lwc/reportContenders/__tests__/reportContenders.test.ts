import ReportContenders from 'c/reportContenders';
import { report, type Report } from '../../../../../test/model-report';
import { clearPage, findById, settle, show } from '../../../../../test/page';

type Leaderboard = NonNullable<Report['leaderboard']>;

const showContenders = async (leaderboard: Leaderboard | undefined = report.leaderboard) => {
  const element = show('c-report-contenders', ReportContenders, { report: { ...report, leaderboard } });
  await settle();
  return element;
};
const rows = (element: HTMLElement) =>
  [...element.shadowRoot!.querySelectorAll('[data-contender]')].map((row) =>
    row.textContent?.replace(/\s+/g, ' ').trim(),
  );

describe('reportContenders', () => {
  afterEach(clearPage);

  it('marks the model and the best contender, with AUC, range and lift of each', async () => {
    const element = await showContenders();
    expect(rows(element)).toEqual([
      expect.stringMatching(/^Boosting ?Best choice ?0\.87 ?90% range 0\.84–0\.89 ?5\.1 ×$/),
      expect.stringMatching(/^The forest ?This model ?0\.83 ?90% range 0\.80–0\.86 ?4\.2 ×$/),
      expect.not.stringMatching(/Best|This model/),
    ]);
    await expect(element).toBeAccessible();
  });

  it('keeps the name of an external learner', async () => {
    const [entry] = report.leaderboard!;
    const element = await showContenders([{ ...entry!, id: 'our-xgboost', name: 'Our xgboost of May' }]);
    expect(rows(element)[0]).toMatch(/^Our xgboost of May/);
  });

  it('says of how many of the newest rows a contender learned', async () => {
    const [entry] = report.leaderboard!;
    const element = await showContenders([{ ...entry!, id: 'ml-random-forest', name: 'x', newestRows: 500 }]);
    expect(rows(element)[0]).toMatch(/^ml-random-forest \(on the newest 500\)/);
  });

  it('shows dashes and no picture for a contender without measurements', async () => {
    const [entry] = report.leaderboard!;
    const unknown = { low: null, high: null };
    const unmeasured = {
      ...entry!,
      metrics: { ...entry!.metrics, auc: null, lift: null },
      intervals: { ...entry!.intervals, auc: unknown },
    };
    const element = await showContenders([unmeasured]);
    expect(rows(element)[0]).toContain('–');
    expect(element.shadowRoot!.querySelector('svg')).toBeNull();
  });

  it('stays within the picture for a contender worse than chance', async () => {
    const [entry] = report.leaderboard!;
    const bad = { ...entry!, intervals: { ...entry!.intervals, auc: { low: 0.2, high: 0.4 } } };
    const element = await showContenders([bad]);
    expect(element.shadowRoot!.querySelector('.bar')?.getAttribute('x1')).toBe('0');
  });

  it.each([[[]], [undefined]])('shows nothing without contenders: %j', async (leaderboard) => {
    const element = show('c-report-contenders', ReportContenders, { report: { ...report, leaderboard } });
    await settle();
    expect(findById(element, 'contenders')).toBeNull();
  });
});
