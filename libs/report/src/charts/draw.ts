import type { TopLevelSpec } from 'vega-lite';

/** Colours that colour-blind readers can distinguish, also in print. @source Okabe and Ito 2008 */
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

/**
 * Draws a chart as SVG text, without a browser.
 * @param name letters, unique in the page: it prefixes the names inside the SVG, so that charts do not share them
 * @param description for readers who cannot see the chart
 */
export async function drawChart(name: string, description: string, spec: object): Promise<string> {
  // Loaded only here: it takes 60 MB and a third of a second in each process, and few processes draw.
  const [{ parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const { spec: vegaSpec } = compile({ ...spec, config: CONFIG } as TopLevelSpec);
  const view = new View(parse(vegaSpec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg
    .replace(/(id="|url\(#|xlink:href="#)/g, `$1${name}-`)
    .replace('<svg ', `<svg role="img" aria-label="${escapeAttribute(description)}" `);
}

/**
 * Any text as a title. Vega looks texts up among its signals, in an object that inherits `constructor` and `toString`; with a
 * character in front, a text is not such a name.
 */
export const literalText = (text: string) => ({ expr: `slice(${JSON.stringify(`·${text}`)}, 1)` });

const escapeAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
