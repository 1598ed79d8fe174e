/**
 * All projects, from the lowest layer up, and what each may import. ESLint's boundaries come from this list, and a test
 * compares it with the README and with every package.json.
 */
/** @type {{ name: string, pure?: true, imports: string[] }[]} */
export const layers = [
  { name: 'common', pure: true, imports: [] },
  { name: 'lead-features', pure: true, imports: ['common'] },
  { name: 'propensity', pure: true, imports: ['common', 'lead-features'] },
  { name: 'lead-table', pure: true, imports: ['common', 'lead-features'] },
  { name: 'forest', pure: true, imports: ['common'] },
  { name: 'evaluation', pure: true, imports: ['common'] },
  { name: 'lead-score', pure: true, imports: ['common', 'lead-features'] },
  { name: 'learners', imports: ['common', 'forest'] },
  { name: 'contract', imports: ['common', 'lead-features', 'lead-score'] },
  { name: 'report', imports: ['common', 'evaluation'] },
];
layers.push({ name: 'workflows', imports: layers.map((layer) => layer.name) });
const useCases = layers.map((layer) => layer.name);
// Adapters do not import each other.
layers.push({ name: 'storage', imports: useCases }, { name: 'salesforce', imports: useCases });
// Runs the Apex of the package; it knows nothing of leads and nothing of the sandbox org.
layers.push({ name: 'apex-runtime', imports: [] });

export const libraryNames = layers.map((layer) => layer.name);

/** Apps compose libraries and never each other; the sandbox org stands for somebody else's software and imports only what knows nothing of leads. */
export const apps = [
  { name: 'scoring-api', imports: libraryNames },
  { name: 'cli', imports: libraryNames },
  { name: 'sandbox-org', imports: ['common', 'apex-runtime'] },
  { name: 'lead-page', imports: libraryNames },
  { name: 'bench', imports: [...libraryNames, 'sandbox-org'] },
];

export const projects = [...layers, ...apps];
