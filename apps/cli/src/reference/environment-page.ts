import { environmentVariables, type EnvironmentReader, type EnvironmentVariable } from '@leadlight/common';
import { code, page, table } from './markdown.ts';

const TITLES: Readonly<Record<EnvironmentReader, string>> = {
  commands: 'Commands and the worker',
  'scoring API': 'Scoring API',
  'lead page': 'Lead page',
  'reverse proxy': 'Reverse proxy (Caddy)',
  'tests and benchmarks': 'Tests and benchmarks',
};

const entries = Object.entries<EnvironmentVariable>(environmentVariables);

export const environmentPage = (): string =>
  page(
    'Environment variables',
    'Every environment variable that Leadlight reads. An empty variable counts as unset. Where a variable can be read from a ' +
      'file, `<name>_FILE` names that file, such as a credential of systemd. Secrets are never written to a log.',
    Object.entries(TITLES).map(
      ([reader, title]) =>
        `## ${title}\n\n` +
        table(
          ['variable', 'type', 'default', 'from a file', 'meaning'],
          entries.filter(([, { readBy }]) => readBy === reader).map(variableRow),
        ),
    ),
  );

const variableRow = ([name, variable]: [string, EnvironmentVariable]): string[] => [
  code(name),
  variable.range ? `${variable.type} from ${variable.range[0]} to ${variable.range[1]}` : variable.type,
  variable.default === undefined ? '' : code(String(variable.default)),
  variable.orFile ? code(`${name}_FILE`) : '',
  variable.meaning,
];
