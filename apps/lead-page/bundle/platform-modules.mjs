const NAMESPACE = 'salesforce';

/**
 * Provides the platform's modules under `@salesforce/`: labels and locale come from the server of the page, schema tokens
 * contain their own names, and Apex methods call the server of the page through `apex`.
 */
export const platformModules = ({ apex }) => ({
  name: 'leadlight-platform-modules',
  setup(build) {
    build.onResolve({ filter: /^@salesforce\// }, ({ path }) =>
      sourceOf(path, apex) === undefined ? undefined : { path, namespace: NAMESPACE },
    );
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: sourceOf(path, apex),
      loader: 'js',
    }));
  },
});

function sourceOf(id, apex) {
  const [, kind, rest] = /^@salesforce\/(label\/c\.|schema\/|i18n\/|apex\/)(.+)$/.exec(id) ?? [];
  const name = JSON.stringify(rest);
  switch (kind) {
    case 'label/c.':
      return `export default globalThis.leadlight.labels[${name}];`;
    case 'schema/': {
      const [objectApiName, fieldApiName] = rest.split('.');
      return `export default ${JSON.stringify({ objectApiName, fieldApiName })};`;
    }
    case 'i18n/':
      return rest === 'locale' || rest === 'timeZone' ? `export default globalThis.leadlight[${name}];` : undefined;
    case 'apex/':
      return `import { callApex } from ${JSON.stringify(apex)};\nexport default (parameters) => callApex(${name}, parameters);`;
  }
}
