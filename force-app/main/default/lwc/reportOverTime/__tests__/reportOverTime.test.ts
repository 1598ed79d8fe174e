import ReportOverTime from 'c/reportOverTime';
import { report, type Report } from '../../../../../test/model-report';
import { clearPage, settle, show } from '../../../../../test/page';

const showMonths = async (changed: Partial<Report> = {}) => {
  const element = show('c-report-over-time', ReportOverTime, { report: { ...report, ...changed } });
  await settle();
  return element;
};
const charts = (element: HTMLElement) =>
  [...element.shadowRoot!.querySelectorAll<HTMLElement>('c-line-chart')].map((chart) => ({
    name: chart.dataset.chart,
    spoken: chart.shadowRoot!.querySelector('svg')?.getAttribute('aria-label'),
    rows: [...chart.shadowRoot!.querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    ),
  }));

describe('reportOverTime', () => {
  afterEach(clearPage);

  it('shows observed and predicted rates and the AUC of each month', async () => {
    const element = await showMonths();
    const [rates, auc] = charts(element);
    expect(rates).toMatchObject({ name: 'rates', spoken: expect.stringContaining('May 2026') });
    expect(rates!.rows[0]).toEqual(['May 2026', '429', '10%', '11%']);
    expect(rates!.rows).toHaveLength(report.months!.length);
    expect(auc!.rows[0]).toEqual(['Apr 2026', '686', '0.77', '0.71–0.82']);
    await expect(element).toBeAccessible();
  });

  it('says won where the goal is to win the opportunity', async () => {
    const chart = (await showMonths({ goal: 'won' })).shadowRoot!.querySelector('c-line-chart')!.shadowRoot!;
    expect([...chart.querySelectorAll('thead th')].map(({ textContent }) => textContent)).toEqual([
      'Month',
      'Snapshots',
      'Won',
      'Predicted',
    ]);
    expect(chart.querySelector('svg')?.getAttribute('aria-label')).toContain('10% won, 11% predicted');
  });

  it('says goal reached where the goal is an opportunity', async () => {
    const chart = (await showMonths({ goal: 'opportunity' })).shadowRoot!.querySelector('c-line-chart')!.shadowRoot!;
    const titles = [...chart.querySelectorAll('thead th')].map(({ textContent }) => textContent);
    expect(titles).toEqual(['Month', 'Snapshots', 'Goal reached', 'Predicted']);
    expect(chart.querySelector('svg')?.getAttribute('aria-label')).toContain('10% reached, 11% predicted');
  });

  it('leaves an unsettled month out of the picture but keeps its row', async () => {
    const months = [...report.months!, { month: 1790812800000, rows: 7, observed: null, predicted: 0.11 }];
    const element = await showMonths({ months });
    const dots = element.shadowRoot!.querySelector('c-line-chart')!.shadowRoot!.querySelectorAll('circle');
    expect(dots).toHaveLength(2 * report.months!.length);
    expect(charts(element)[0]!.rows.at(-1)).toEqual(['Oct 2026', '7', '–', '11%']);
  });

  it('shows one chart without a backtest', async () => {
    expect(charts(await showMonths({ backtest: undefined })).map(({ name }) => name)).toEqual(['rates']);
  });

  it('shows nothing for a single outcome or without months', async () => {
    const [fold] = report.backtest!.folds;
    const unmeasured = { ...fold!, metrics: { ...fold!.metrics, auc: null } };
    const element = await showMonths({ months: [], backtest: { ...report.backtest!, folds: [unmeasured] } });
    expect(element.shadowRoot!.children).toHaveLength(0);
  });

  it('stays within the picture for a month worse than chance, and for years', async () => {
    const [fold] = report.backtest!.folds;
    const folds = Array.from({ length: 48 }, (_, month) => ({
      ...fold!,
      splitAt: Date.UTC(2022, month, 1),
      metrics: { ...fold!.metrics, auc: month === 0 ? 0.31 : 0.9 },
    }));
    const element = await showMonths({ months: [], backtest: { ...report.backtest!, folds } });
    const svg = element.shadowRoot!.querySelector('c-line-chart')!.shadowRoot!.querySelector('svg')!;
    for (const dot of svg.querySelectorAll('circle')) {
      expect(Number(dot.getAttribute('cx'))).toBeLessThanOrEqual(360);
      expect(Number(dot.getAttribute('cy'))).toBeLessThanOrEqual(200);
    }
    expect(svg.querySelectorAll('text[text-anchor="middle"]').length).toBeLessThanOrEqual(5);
  });
});
