/** Markup that is safe in a page: only `html` and `trusted` create it. */
export interface Markup {
  readonly markup: string;
}

/** Marks text as markup: only for our own text, such as SVG and style sheets. */
export const trusted = (markup: string): Markup => ({ markup });

type Part = string | number | Markup | readonly Markup[] | undefined;

/** A template whose parts are escaped unless they are markup themselves. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const joined = texts.map((text, index) => text + (index < parts.length ? markupOf(parts[index]) : ''));
  return { markup: joined.join('') };
}

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

export const escapeText = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** A table with a caption; numbers are aligned right, and sentences in the last column left. */
export function table(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly (string | number | Markup)[])[],
  last: 'number' | 'sentence' = 'number',
): Markup {
  const cell = (value: string | number | Markup, index: number) =>
    index === 0 ? html`<th scope="row">${value}</th>` : html`<td>${value}</td>`;
  return html`<div class="scroll">
    <table class="${last}">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${header.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(cell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
