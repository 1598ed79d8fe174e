import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { ROOT } from './run-leadlight.ts';

/**
 * Replaces the text between `<!-- name -->` and `<!-- /name -->` in a file of the workspace, formatted as Markdown; appends both
 * marks where the file does not have them.
 */
export async function replaceSection(path: string, name: string, text: string): Promise<void> {
  const file = ROOT + path;
  const options = await resolveConfig(file);
  const formatted = (await format(text, { ...options, parser: 'markdown' })).trimEnd();
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const section = `${open}\n\n${formatted}\n\n${close}`;
  const start = before.indexOf(open);
  const end = before.indexOf(close);
  writeFileSync(
    file,
    start >= 0 && end > start
      ? before.slice(0, start) + section + before.slice(end + close.length)
      : `${before.trimEnd()}\n\n${section}\n`,
  );
}
