import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** Colours that stay apart for colour-blind readers and in print. @source Okabe and Ito 2008 */
export const INK = { main: '#0b5cab', contrast: '#d55e00', quiet: '#8a8f98', soft: '#c7d8ea' } as const;

const CONFIG = {
  background: 'transparent',
  font: 'system-ui, sans-serif',
  view: { stroke: null },
  axis: {
    labelColor: '#444',
    titleColor: '#222',
    gridColor: '#eee',
    domainColor: '#bbb',
    tickColor: '#bbb',
    titleFontWeight: 500,
  },
  legend: { labelColor: '#444', title: null, orient: 'top' },
} as const;

/** A chart without its colours and schema, which all share. */
export type ChartSpec = Omit<TopLevelSpec, '$schema' | 'config'>;

/**
 * Draws a chart as SVG text, without a browser.
 * @param name letters, unique in the page: the SVG's inner names carry it, so that charts do not mix theirs up
 * @param description what a reader who cannot see the chart is told
 */
export async function drawChart(name: string, description: string, spec: object): Promise<string> {
  const { spec: vegaSpec } = compile({ ...spec, config: CONFIG } as TopLevelSpec);
  const view = new View(parse(vegaSpec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg
    .replace(/(id="|url\(#|xlink:href="#)/g, `$1${name}-`)
    .replace('<svg ', `<svg role="img" aria-label="${escapeAttribute(description)}" `);
}

const escapeAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
