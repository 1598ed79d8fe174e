/**
 * Bundles the page: `node bundle/bundle-page.mjs`. It strips types and checks none, which the builds of force-app and of this
 * project do. esbuild bundles and LWC's own plugin compiles, because rollup keeps every syntax tree: it peaked at 733 MB, this
 * process at 240 MB, esbuild's own process not counted (profiled on 2026-11-30).
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { lwcModules } from './lwc-modules.mjs';
import { platformModules } from './platform-modules.mjs';

const app = resolve(import.meta.dirname, '..');
const root = resolve(app, '../..');
const bundles = join(root, 'force-app/main/default/lwc');
const platform = (name) => join(app, 'src/page/platform', name);

/** What the components share with training, as one module. */
await build({
  entryPoints: [join(root, 'libs/lead-features/src/index.ts')],
  bundle: true,
  format: 'esm',
  target: 'es2021',
  platform: 'neutral',
  legalComments: 'none',
  outfile: join(bundles, 'leadFeatures/leadFeatures.js'),
});

/** The components from their TypeScript; `leadFeatures` is generated. */
const components = readdirSync(bundles).map((name) => {
  const [source, generated] = ['ts', 'js'].map((extension) => join(bundles, name, `${name}.${extension}`));
  return { name: `c/${name}`, path: existsSync(source) ? source : generated };
});

await build({
  entryPoints: [join(app, 'src/page/main.ts')],
  outfile: join(app, 'public/lead-page.js'),
  bundle: true,
  format: 'esm',
  target: 'esnext',
  charset: 'utf8',
  minifyWhitespace: true,
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"', 'import.meta.env.SSR': 'false' },
  plugins: [
    platformModules({ apex: platform('apex.ts') }),
    lwcModules({
      rootDir: root,
      exclude: ['**/apps/lead-page/src/page/**'],
      modules: [
        ...components,
        { name: 'lightning/uiObjectInfoApi', path: platform('uiObjectInfoApi.ts') },
        { name: 'lightning/navigation', path: platform('navigation.ts') },
        { name: 'lightning/uiRecordApi', path: platform('uiRecordApi.ts') },
        { npm: 'lightning-base-components' },
      ],
      enableDynamicComponents: true,
      disableSyntheticShadowSupport: false,
      apiVersion: 66,
    }),
  ],
});
