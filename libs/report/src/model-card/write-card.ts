import { html, table, trusted } from '../html/markup.ts';
import { STYLE } from '../html/style.ts';
import type { CardTable, ModelCard } from './model-card.ts';

/** The card as one HTML page that needs no network and runs no script. */
export function cardHtml(card: ModelCard): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${card.title}</title>
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${card.title}</h1>
          <p class="quiet">${card.subtitle}</p>
          ${card.sections.map(
            ({ title, paragraphs, items = [], tables = [] }) =>
              html`<section>
                <h2>${title}</h2>
                ${paragraphs.map((text) => html`<p>${text}</p>`)}
                ${
                  items.length > 0
                    ? html`<ul>
                        ${items.map((text) => html`<li>${text}</li>`)}
                      </ul>`
                    : undefined
                }
                ${tables.map(({ caption, header, rows }) => table(caption, header, rows, 'sentence'))}
              </section>`,
          )}
        </main>
      </body>
    </html> `;
  return page.markup;
}

/** Characters that Markdown would read as markup. */
const escapeMarkdown = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>|#]/g, (character) => `\\${character}`).replaceAll(/\s*\n\s*/g, ' ');

/** The card as Markdown with tables of GitHub's dialect. */
export function cardMarkdown(card: ModelCard): string {
  const lines = [`# ${escapeMarkdown(card.title)}`, '', escapeMarkdown(card.subtitle), ''];
  for (const { title, paragraphs, items = [], tables = [] } of card.sections) {
    lines.push(`## ${escapeMarkdown(title)}`, '');
    for (const text of paragraphs) lines.push(escapeMarkdown(text), '');
    if (items.length > 0) lines.push(...items.map((text) => `- ${escapeMarkdown(text)}`), '');
    for (const each of tables) lines.push(...tableLines(each), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function tableLines({ caption, header, rows }: CardTable): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [escapeMarkdown(caption), '', line(header), `|${header.map(() => ' --- |').join('')}`, ...rows.map(line)];
}
