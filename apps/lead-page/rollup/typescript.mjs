import { transform } from 'esbuild';

/** Strips types, which `tsc` checks. Decorators and fields stay unchanged. */
export const typescript = () => ({
  name: 'leadlight-typescript',
  async transform(code, id) {
    if (!id.split('?')[0].endsWith('.ts')) return undefined;
    const options = { compilerOptions: { verbatimModuleSyntax: true, useDefineForClassFields: true } };
    const stripped = await transform(code, { loader: 'ts', target: 'esnext', tsconfigRaw: options });
    return { code: stripped.code, map: null };
  },
});
