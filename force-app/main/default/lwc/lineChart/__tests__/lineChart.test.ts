import type { Chart } from 'c/charts';
import LineChart from 'c/lineChart';
import { attributesOf, clearPage, findById, settle, show } from '../../../../../test/page';

const axis = { low: 0, high: 1, ticks: [0, 0.5, 1].map((value) => ({ value, text: `${100 * value} %` })) };
const chart: Chart = {
  title: 'Rates by month',
  spoken: 'Two months: May 10 % and 12 %; June 20 % and 18 %.',
  x: axis,
  y: axis,
  series: [
    {
      name: 'Came',
      points: [
        { x: 0, y: 0.1, low: 0.05, high: 0.2 },
        { x: 1, y: 0.2 },
      ],
    },
    {
      name: 'Predicted',
      points: [
        { x: 0, y: 0.12 },
        { x: 1, y: 0.18 },
      ],
    },
  ],
  header: ['Month', 'Came', 'Predicted'],
  rows: [
    ['May', '10 %', '12 %'],
    ['June', '20 %', '18 %'],
  ],
};

const showChart = async (changed: Partial<Chart> = {}) => {
  const element = show('c-line-chart', LineChart, { chart: { ...chart, ...changed } });
  await settle();
  return element;
};
const all = (element: HTMLElement, selector: string) => [...element.shadowRoot!.querySelectorAll(selector)];
const numbers = (element: HTMLElement) =>
  all(element, '[data-id="numbers"] tr').map((row) => [...row.children].map((cell) => cell.textContent));

describe('lineChart', () => {
  afterEach(clearPage);

  it('has a description for screen readers and a table', async () => {
    const element = await showChart();
    expect(findById(element, 'picture')?.getAttribute('aria-label')).toBe(chart.spoken);
    expect(numbers(element)).toEqual([chart.header, ...chart.rows]);
    await expect(element).toBeAccessible();
  });

  it('draws the line, dots and known ranges of each series, with a legend', async () => {
    const element = await showChart();
    expect(all(element, 'polyline')).toHaveLength(2);
    expect(all(element, 'circle')).toHaveLength(4);
    expect(all(element, 'line.range')).toHaveLength(1);
    expect(all(element, '.legend li').map((item) => item.textContent)).toEqual(['Came', 'Predicted']);
  });

  it('has no legend for one series', async () => {
    const element = await showChart({ series: [chart.series[0]!] });
    expect(all(element, '.legend')).toHaveLength(0);
  });

  it('draws no line for a scatter chart', async () => {
    const element = await showChart({ isScatter: true, hasDiagonal: true, xTitle: 'Predicted', yTitle: 'Came' });
    expect(all(element, 'polyline')).toHaveLength(0);
    expect(all(element, 'line.diagonal')).toHaveLength(1);
    await expect(element).toBeAccessible();
  });

  it('shows every row and dot if several have the same figures', async () => {
    const alike = { name: 'Came', points: [0.1, 0.1, 0.1].map((x) => ({ x, y: 0.1 })) };
    const rows = [1, 2, 3].map(() => ['10 %', '10 %', '10 %']);
    const element = await showChart({ series: [alike], rows, header: ['Share', 'Share', 'Share'], isScatter: true });
    expect(all(element, 'circle')).toHaveLength(3);
    expect(numbers(element)).toHaveLength(4);
  });

  it('stays within the picture for one value or equal values', async () => {
    const flat = { low: 0, high: 0, ticks: [{ value: 0, text: '0 %' }] };
    const element = await showChart({ x: flat, y: flat, series: [{ name: 'Came', points: [{ x: 0, y: 0 }] }] });
    const [dot] = all(element, 'circle');
    for (const place of ['cx', 'cy']) expect(Number(dot?.getAttribute(place))).toBeGreaterThan(0);
    expect(attributesOf(element.shadowRoot!)).not.toContain('NaN');
  });

  it('shows nothing without a chart', async () => {
    const element = show('c-line-chart', LineChart, { chart: undefined });
    await settle();
    expect(all(element, '*')).toHaveLength(0);
  });
});
