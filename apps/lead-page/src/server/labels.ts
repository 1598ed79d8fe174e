import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES_FOLDER, METADATA_FOLDER } from './paths.ts';

export type Labels = Readonly<Record<string, string>>;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name]!);

const pairsIn = (xml: string, pattern: RegExp): Record<string, string> =>
  Object.fromEntries([...xml.matchAll(pattern)].map(([, name, value]) => [name!, unescape(value!)]));

const english: Labels = pairsIn(
  readFileSync(join(METADATA_FOLDER, 'labels/CustomLabels.labels-meta.xml'), 'utf8'),
  /<fullName>(\w+)<\/fullName>[\s\S]*?<value>([\s\S]*?)<\/value>/g,
);

/** The custom labels in a language. As in Salesforce, a label without a translation is in English. */
export function labelsFor(language: string): Labels {
  const file = translationFiles.get(language.toLowerCase().split('-')[0]!);
  return file === undefined ? english : { ...english, ...translationsIn(file) };
}

/** Translation files by language, such as `pt_BR.translation-meta.xml` for `pt`. */
const translationFiles: ReadonlyMap<string, string> = (() => {
  const folder = join(LANGUAGES_FOLDER, 'translations');
  if (!existsSync(folder)) return new Map();
  return new Map(readdirSync(folder).map((name) => [name.split(/[._]/)[0]!, join(folder, name)]));
})();

function translationsIn(file: string): Labels {
  const pairs = [...readFileSync(file, 'utf8').matchAll(/<customLabels>([\s\S]*?)<\/customLabels>/g)].map(
    ([, inside]) => [
      /<name>(\w+)<\/name>/.exec(inside!)?.[1] ?? '',
      unescape(/<label>([\s\S]*?)<\/label>/.exec(inside!)?.[1] ?? ''),
    ],
  );
  return Object.fromEntries(pairs) as Labels;
}

/** Returns a label by its name without the prefix `Leadlight_`, with its placeholders filled. */
export interface LabelText {
  (name: string, ...values: readonly string[]): string;
  readonly language: string;
}

export function labelText(language: string): LabelText {
  const labels = labelsFor(language);
  const text = (name: string, ...values: readonly string[]) =>
    (labels[`Leadlight_${name}`] ?? name).replace(
      /\{(\d+)\}/g,
      (placeholder, index: string) => values[Number(index)] ?? placeholder,
    );
  return Object.assign(text, { language });
}
