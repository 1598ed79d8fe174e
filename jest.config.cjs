const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

/** Component tests run on the TypeScript sources: `.ts` is looked for before the `.js` that the build leaves next to it. */
module.exports = {
  ...jestConfig,
  moduleFileExtensions: ['ts', 'js', 'html', 'json'],
  modulePathIgnorePatterns: ['<rootDir>/.nx', '<rootDir>/.leadlight'],
  setupFiles: ['<rootDir>/force-app/test/labels.cjs', '<rootDir>/force-app/test/locale.cjs'],
  setupFilesAfterEnv: [
    ...jestConfig.setupFilesAfterEnv,
    '<rootDir>/force-app/test/accessibility.cjs',
    '<rootDir>/force-app/test/fail-on-console-errors.cjs',
  ],
  testMatch: ['<rootDir>/force-app/**/__tests__/**/*.test.ts'],
  maxWorkers: 2,
  // Accessibility checks of a whole card take seconds on a busy machine.
  testTimeout: 60_000,
};
