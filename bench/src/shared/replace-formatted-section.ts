import { format, resolveConfig } from 'prettier';
import { replaceSection } from './replace-section.ts';
import { ROOT } from './run-leadlight.ts';

/** `renewSection`, with the text as the project formats it. */
export async function replaceFormattedSection(path: string, name: string, text: string): Promise<void> {
  const options = await resolveConfig(`${ROOT}${path}`);
  replaceSection(path, name, (await format(text, { ...options, parser: 'markdown' })).trimEnd());
}
