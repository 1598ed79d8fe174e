import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environmentVariables, type EnvironmentVariable } from '@leadlight/common';
import { problemTypes } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import { errorCatalogues } from './errors-page.ts';
import { readServiceErrors, referencePages } from './pages.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

describe('generated pages of docs', () => {
  it('are up to date (npm run docs writes them)', async () => {
    const outdated = [...(await referencePages())].filter(
      ([file, content]) => !existsSync(file) || readFileSync(file, 'utf8') !== content,
    );
    expect(outdated.map(([file]) => file)).toEqual([]);
  });
});

describe('error codes', () => {
  it('are unique across all libraries and apps', async () => {
    const codes = errorCatalogues(await readServiceErrors()).flatMap(({ definitions }) => Object.keys(definitions));
    codes.push(...Object.keys(problemTypes));
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('have a reason and a remedy', async () => {
    const lacking = errorCatalogues(await readServiceErrors()).flatMap(({ definitions }) =>
      Object.entries(definitions)
        .filter(([, { reason, remedy, example }]) => {
          const remedyText = typeof remedy === 'string' ? remedy : remedy(example);
          return reason(example).trim() === '' || remedyText.trim() === '';
        })
        .map(([code]) => code),
    );
    // Their reasons say for each setting and condition what to do.
    expect(lacking).toEqual(['settings_invalid', 'audience_invalid']);
  });
});

/** Read by other programs, or set by our own tools for the processes that they start. */
const NOT_OURS = ['LEADLIGHT_SF_', 'LEADLIGHT_TEST_DATE_OFFSET_MS'];

describe('environment variables', () => {
  it('are all declared where code or configuration names them', () => {
    const declared = Object.entries<EnvironmentVariable>(environmentVariables).flatMap(([name, { orFile }]) =>
      orFile ? [name, `${name}_FILE`] : [name],
    );
    const files = execFileSync(
      'git',
      ['ls-files', '*.ts', '*.mjs', '*.mts', '*.sh', '*Caddyfile', '*.example', '*.service'],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    );
    const named = files
      .split('\n')
      .filter((file) => file !== '' && existsSync(ROOT + file) && !/secret-scan/.test(file))
      .flatMap(
        (file) => readFileSync(ROOT + file, 'utf8').match(/\b(?:LEADLIGHT_|OTEL_)[A-Z0-9_]+|\bDATABASE_URL\b/g) ?? [],
      );
    expect([...new Set(named)].filter((name) => ![...declared, ...NOT_OURS].includes(name))).toEqual([]);
  });
});
