import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../program.ts';
import { code, page, table } from './markdown.ts';

/** Options of every command, described once. */
const COMMON_OPTIONS = ['folder', 'json'];

export async function commandsPage(): Promise<string> {
  const program = await createProgram();
  return page(
    'Commands',
    'Every command of `npx leadlight`. Each also takes `--folder <dir>`, the folder where Leadlight stores everything ' +
      '(`.leadlight` or `LEADLIGHT_FOLDER` by default), `--json`, which writes one JSON document to standard output, and ' +
      '`--help`. The exit code is 0 after success, 1 after an [error](../errors.md), and 70 after a defect of Leadlight.',
    program.commands.flatMap((command) => commandSections(command, 'leadlight')),
  );
}

function commandSections(command: Command, parent: string): string[] {
  const name = `${parent} ${command.name()}`;
  if (command.commands.length === 0) return [commandSection(command, name)];
  return [`## ${name}\n\n${command.description()}`, ...command.commands.flatMap((each) => commandSections(each, name))];
}

function commandSection(command: Command, name: string): string {
  const args = command.registeredArguments;
  const options = command.options.filter((option) => !COMMON_OPTIONS.includes(option.name()));
  const rows = [...args.map(argumentRow), ...options.map(optionRow)];
  return [
    `${name.split(' ').length > 2 ? '###' : '##'} ${name}`,
    command.description(),
    `\`\`\`sh\n${examplesOf(command).join('\n')}\n\`\`\``,
    ...(rows.length > 0 ? [table(['argument or option', 'meaning', 'default'], rows)] : []),
  ].join('\n\n');
}

const argumentRow = (argument: Argument): string[] => [
  code(argument.required ? `<${argument.name()}>` : `[${argument.name()}]`),
  [argument.description, ...choicesNote(argument)].join('. '),
  '',
];

const choicesNote = ({ argChoices }: Pick<Option, 'argChoices'>): string[] =>
  argChoices ? [`One of ${argChoices.join(', ')}.`] : [];

function optionRow(option: Option): string[] {
  const { defaultValue, envVar, mandatory } = option;
  const notes = [
    ...(mandatory ? ['Required.'] : []),
    ...choicesNote(option),
    ...(envVar ? [`Environment: ${code(envVar)}.`] : []),
  ];
  const isShown = defaultValue !== undefined && !option.negate;
  return [
    code(option.flags),
    [option.description, ...notes].join('. ').replaceAll('..', '.'),
    isShown ? code(String(defaultValue)) : '',
  ];
}

/** The lines that `createCommand` adds to the help as examples. */
function examplesOf(command: Command): string[] {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  const [, examples = ''] = /\nExamples?:\n((?: {2}.*\n?)+)/.exec(help) ?? [];
  return examples
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : line.trim().replace(/(^| )leadlight /, '$1npx leadlight ')));
}
