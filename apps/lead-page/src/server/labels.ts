import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { LABELS_FILE } from './paths.ts';

export type Labels = Readonly<Record<string, string>>;

/** One row per label, with its text in every language. */
const rows: readonly Labels[] = parse(readFileSync(LABELS_FILE), { columns: true });

/** `pt-BR` and `pt` → `pt_BR`; `en_US` for a language without translations, as in Salesforce. */
const columnFor = (language: string): string =>
  Object.keys(rows[0] ?? {}).find((column) => column.split('_')[0] === language.toLowerCase().split('-')[0]) ?? 'en_US';

/** The custom labels in a language, by their API name. */
export function labelsFor(language: string): Labels {
  const column = columnFor(language);
  return Object.fromEntries(rows.map((row) => [`Leadlight_${row['name']}`, row[column] ?? '']));
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
