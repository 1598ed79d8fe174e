import { html, table } from '../html/markup.ts';
import { htmlPage } from '../html/page.ts';
import type { CardTable, ModelCard } from './model-card.ts';

/** The card as one HTML page that needs no network and runs no script. */
export function cardHtml(card: ModelCard): string {
  const header = html`<h1>${card.title}</h1>
    <p class="quiet">${card.subtitle}</p>`;
  const sections = card.sections.map(
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
        ${tables.map(({ caption, header: names, rows }) => table(caption, names, rows, 'sentence'))}
      </section>`,
  );
  return htmlPage(card.title, [header, ...sections]);
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
