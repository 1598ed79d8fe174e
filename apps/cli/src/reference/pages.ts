import type { ErrorDefinitions } from '@leadlight/common';
import { format, resolveConfig } from 'prettier';
import { fileURLToPath } from 'node:url';
import { commandsPage } from './commands-page.ts';
import { environmentPage } from './environment-page.ts';
import { errorsPage } from './errors-page.ts';
import { httpApiPage } from './http-api-page.ts';

const ROOT = new URL('../../../../', import.meta.url);

/** The errors of the scoring API. It is another app, which this one starts but does not import; here its list is data. */
export async function readServiceErrors(): Promise<ErrorDefinitions> {
  const file = new URL('apps/scoring-api/src/errors.ts', ROOT).href;
  return ((await import(file)) as { readonly serviceErrors: ErrorDefinitions }).serviceErrors;
}

/** The pages of `docs` that are generated from the code: file → content, formatted. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  const pages = {
    'docs/errors.md': errorsPage(await readServiceErrors()),
    'docs/reference/commands.md': await commandsPage(),
    'docs/reference/environment.md': environmentPage(),
    'docs/reference/http-api.md': httpApiPage(),
  };
  const formatted = Object.entries(pages).map(async ([name, content]) => {
    const file = fileURLToPath(new URL(name, ROOT));
    return [file, await format(content, { ...(await resolveConfig(file)), filepath: file })] as const;
  });
  return new Map(await Promise.all(formatted));
}
