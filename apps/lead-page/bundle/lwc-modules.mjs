import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { transform } from 'esbuild';
import lwc from '@lwc/rollup-plugin';

const NAMESPACE = 'lwc';
const BASE_COMPONENTS = '/node_modules/lightning-base-components/';
const FIELDS_AND_IMPORTS_UNCHANGED = { compilerOptions: { verbatimModuleSyntax: true, useDefineForClassFields: true } };

/**
 * Resolves and compiles Lightning web components with `@lwc/rollup-plugin`, in esbuild. Of rollup, the plugin needs only `warn`.
 * @param options of `@lwc/rollup-plugin`, with `rootDir`
 */
export const lwcModules = (options) => ({
  name: 'leadlight-lwc-modules',
  setup(build) {
    const compiler = lwc(options);
    const context = { warn: (warning) => process.stderr.write(`${warning.message ?? warning}\n`) };
    compiler.buildStart.call(context, { input: [] });

    build.onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point') return { path, namespace: NAMESPACE };
      const resolved = compiler.resolveId.call(context, path, importer);
      if (resolved === undefined) return undefined;
      // Base components only register themselves, so those that no component uses can be left out.
      return { path: resolved, namespace: NAMESPACE, sideEffects: !resolved.includes(BASE_COMPONENTS) };
    });

    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => {
      const file = path.split('?')[0];
      const source = compiler.load.call(context, path) ?? (await readFile(file, 'utf8'));
      const code = file.endsWith('.ts') ? await stripTypes(source) : source;
      const contents = compiler.transform.call(context, code, path)?.code ?? code;
      return { contents, loader: 'js', resolveDir: dirname(file) };
    });
  },
});

/** Decorators and fields stay unchanged. */
async function stripTypes(source) {
  const { code } = await transform(source, {
    loader: 'ts',
    target: 'esnext',
    tsconfigRaw: FIELDS_AND_IMPORTS_UNCHANGED,
  });
  return code;
}
