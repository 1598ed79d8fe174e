import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import lwc from '@lwc/rollup-plugin';
import replace from '@rollup/plugin-replace';
import { platformModules } from './rollup/platform-modules.mjs';
import { typescript } from './rollup/typescript.mjs';

const root = resolve(import.meta.dirname, '../..');
const bundles = join(root, 'force-app/main/default/lwc');
const platform = (name) => join(import.meta.dirname, 'src/page/platform', name);

/** The components as they are deployed: the JavaScript that the build of force-app writes next to its sources. */
const components = readdirSync(bundles).map((name) => {
  const path = join(bundles, name, `${name}.js`);
  if (!existsSync(path)) throw new Error(`${path} is missing: run "npx nx build @leadlight/force-app" first.`);
  return { name: `c/${name}`, path };
});

export default {
  input: join(import.meta.dirname, 'src/page/main.ts'),
  output: { file: join(import.meta.dirname, 'public/lead-page.js'), format: 'es', inlineDynamicImports: true },
  onwarn(warning, warn) {
    // The platform's own components have import cycles.
    if (warning.code !== 'CIRCULAR_DEPENDENCY') warn(warning);
  },
  plugins: [
    replace({
      preventAssignment: true,
      'import.meta.env.SSR': 'false',
      'process.env.NODE_ENV': JSON.stringify('production'),
    }),
    platformModules({ apex: platform('apex.ts') }),
    typescript(),
    lwc({
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
};
