import { format, resolveConfig } from 'prettier';
import { renewSection } from './api/renew-section.ts';
import { ROOT } from './run-measured.ts';

/** `renewSection`, with the text as the project formats it. */
export async function renewFormatted(path: string, name: string, text: string): Promise<void> {
  const options = await resolveConfig(`${ROOT}${path}`);
  renewSection(path, name, (await format(text, { ...options, parser: 'markdown' })).trimEnd());
}
