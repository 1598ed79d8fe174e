import { html, trusted, type Markup } from './markup.ts';
import { STYLE } from './style.ts';

/**
 * One HTML page that needs no network and runs no script.
 * @param images whether images that are part of the page are allowed
 */
export function htmlPage(title: string, main: readonly Markup[], { images = false } = {}): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'${images ? '; img-src data:' : ''}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
        <title>${title}</title>
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body>
        <main>${main}</main>
      </body>
    </html> `.markup;
}
