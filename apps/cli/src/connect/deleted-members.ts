import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The components that a `destructiveChanges.xml` of ours names, by type. */
export function readDeletedMembers(file: string): Readonly<Record<string, readonly string[]>> {
  const xml = readFileSync(file, 'utf8').replaceAll(/<!--[\s\S]*?-->/g, '');
  const textsOf = (part: string, element: string): string[] =>
    [...part.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text = '']) => text.trim());
  const blocks = [...xml.matchAll(/<types>([\s\S]*?)<\/types>/g)].map(([, block = '']) => block);
  return Object.fromEntries(blocks.map((block) => [textsOf(block, 'name')[0] ?? '', textsOf(block, 'members')]));
}

/** The agent actions and their topic, which no `destructiveChanges.xml` names, by type. @param folder `force-app/agentforce` */
export const agentActions = (folder: string): Readonly<Record<string, readonly string[]>> => ({
  GenAiPlugin: readdirSync(join(folder, 'genAiPlugins'))
    .map((file) => basename(file, '.genAiPlugin-meta.xml'))
    .sort(),
  GenAiFunction: readdirSync(join(folder, 'genAiFunctions')).sort(),
});
