import { readFileSync } from 'node:fs';

/** The components that a `destructiveChanges.xml` of ours names, by type. */
export function readDeletedMembers(file: string): Readonly<Record<string, readonly string[]>> {
  const xml = readFileSync(file, 'utf8').replaceAll(/<!--[\s\S]*?-->/g, '');
  const textsOf = (part: string, element: string): string[] =>
    [...part.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text = '']) => text.trim());
  const blocks = [...xml.matchAll(/<types>([\s\S]*?)<\/types>/g)].map(([, block = '']) => block);
  return Object.fromEntries(blocks.map((block) => [textsOf(block, 'name')[0] ?? '', textsOf(block, 'members')]));
}
