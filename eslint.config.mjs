import nx from '@nx/eslint-plugin';
import lwcTs from '@salesforce/eslint-config-lwc/recommended-ts.js';
import { defineConfig } from 'eslint/config';
import importPlugin from 'eslint-plugin-import';
import tseslint from 'typescript-eslint';
import { projects } from './tools/layers.mjs';

const boundaries = [
  'error',
  {
    enforceBuildableLibDependency: false,
    allow: [],
    depConstraints: projects.map(({ name, imports }) => ({
      sourceTag: `scope:${name}`,
      onlyDependOnLibsWithTags: imports.map((imported) => `scope:${imported}`),
    })),
  },
];

const pureFolders = projects.filter((project) => project.pure).map(({ name }) => `libs/${name}/src/**/*.ts`);

export default defineConfig([
  {
    ignores: ['**/dist/**', '**/node_modules/**', '**/.nx/**', '**/public/**', 'force-app/**/lwc/**/*.js', '**/*.d.ts'],
  },
  {
    files: ['**/src/**/*.ts'],
    ignores: ['force-app/**'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx, import: importPlugin },
    settings: { 'import/extensions': ['.ts'], 'import/parsers': { '@typescript-eslint/parser': ['.ts'] } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries,
      // Within a project; the boundaries allow no cycle of projects.
      'import/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 400 }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // Pure libraries: no npm package, no node:*, no clock, no random source.
    files: pureFolders,
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\.|@leadlight/)', message: 'A pure library imports no package.' }] },
      ],
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch', 'performance', 'Buffer'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The clock is an argument.' },
        { object: 'Math', property: 'random', message: 'The seed is an argument.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The clock is an argument.' },
      ],
    },
  },
  {
    files: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(CallExpression[callee.name=/^(?:delay|sleep|setTimeout)$/], CallExpression[callee.property.name="waitForTimeout"])' +
            ':not(:matches(WhileStatement, DoWhileStatement, ForStatement) *)',
          message: 'A test waits for a state, in a loop: on a busy machine, no time is long enough.',
        },
      ],
    },
  },
  { files: ['apps/cli/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    // Plain JavaScript, because it runs before the installation.
    files: ['**/*.mjs'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'Buffer', 'URL', 'URLSearchParams', 'fetch', 'FormData', 'Blob', 'performance'].map(
          (name) => [name, 'readonly'],
        ),
      ),
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 400 }],
      'no-undef': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['force-app/**/lwc/**/*.ts'],
    extends: [lwcTs, tseslint.configs.recommended],
    // The build leaves JavaScript next to the sources, which may be older.
    settings: { 'import/resolver': { node: { extensions: ['.ts', '.js'] } } },
    languageOptions: { parser: tseslint.parser, parserOptions: { ecmaVersion: 'latest', sourceType: 'module' } },
    rules: { 'no-unused-vars': 'off', 'no-undef': 'off', 'no-void': 'off' },
  },
  {
    files: ['force-app/**/__tests__/**'],
    rules: { '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off', '@typescript-eslint/no-explicit-any': 'off' },
  },
]);
