import type { Ports } from '../ports.ts';
import type { OrgMetadata } from './metadata.ts';

/** The custom labels of an org, in English where a language has no translation. */
export function labelsOf({ labels, translations }: Pick<OrgMetadata, 'labels' | 'translations'>): Ports['labels'] {
  const byLowerName = new Map(Object.entries(labels).map(([name, text]) => [name.toLowerCase(), { name, text }]));
  return {
    find: (name, language) => {
      const label = byLowerName.get(name.toLowerCase());
      return label ? (translations[language]?.[label.name] ?? label.text) : null;
    },
  };
}
