import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Puts `text` between `<!-- name -->` and `<!-- /name -->` of a file in the workspace; appends the marks where there are none. */
export function replaceSection(path: string, name: string, text: string): void {
  const file = fileURLToPath(new URL(`../../../${path}`, import.meta.url));
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const section = `${open}\n\n${text}\n\n${close}`;
  const start = before.indexOf(open);
  const end = before.indexOf(close);
  const marked = start >= 0 && end > start;
  writeFileSync(
    file,
    marked
      ? before.slice(0, start) + section + before.slice(end + close.length)
      : `${before.trimEnd()}\n\n${section}\n`,
  );
}
