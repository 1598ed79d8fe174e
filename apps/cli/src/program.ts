import { findOwn } from '@leadlight/common';
import { Command } from 'commander';
import { readVersion } from './read-version.ts';
import { printError, printOut } from './terminal/print.ts';

/** The commands in the order of the help. Each is imported when it runs: all together take most of a second to import. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start.ts')).startCommand(),
  connect: async () => (await import('./commands/connect.ts')).connectCommand(),
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand(),
  connection: async () => (await import('./commands/connection.ts')).connectionCommand(),
  sync: async () => (await import('./commands/sync.ts')).syncCommand(),
  reconcile: async () => (await import('./commands/reconcile.ts')).reconcileCommand(),
  follow: async () => (await import('./commands/follow.ts')).followCommand(),
  inspect: async () => (await import('./commands/inspect.ts')).inspectCommand(),
  train: async () => (await import('./commands/train.ts')).trainCommand(),
  backtest: async () => (await import('./commands/backtest.ts')).backtestCommand(),
  retrain: async () => (await import('./commands/retrain.ts')).retrainCommand(),
  check: async () => (await import('./commands/check.ts')).checkCommand(),
  recalibrate: async () => (await import('./commands/recalibrate.ts')).recalibrateCommand(),
  challenger: async () => (await import('./commands/challenger.ts')).challengerCommand(),
  propensities: async () => (await import('./commands/propensities.ts')).propensitiesCommand(),
  accounts: async () => (await import('./commands/accounts.ts')).accountsCommand(),
  audiences: async () => (await import('./commands/audiences.ts')).audiencesCommand(),
  alerts: async () => (await import('./commands/alerts.ts')).alertsCommand(),
  notifications: async () => (await import('./commands/notifications.ts')).notificationsCommand(),
  conversion: async () => (await import('./commands/conversion.ts')).conversionCommand(),
  experiment: async () => (await import('./commands/experiment.ts')).experimentCommand(),
  models: async () => (await import('./commands/models.ts')).modelsCommand(),
  settings: async () => (await import('./commands/settings.ts')).settingsCommand(),
  fields: async () => (await import('./commands/fields.ts')).fieldsCommand(),
  score: async () => (await import('./commands/score.ts')).scoreCommand(),
  explain: async () => (await import('./commands/explain.ts')).explainCommand(),
  replay: async () => (await import('./commands/replay.ts')).replayCommand(),
  serve: async () => (await import('./commands/serve.ts')).serveCommand(),
  mcp: async () => (await import('./commands/mcp.ts')).mcpCommand(),
  jobs: async () => (await import('./commands/jobs.ts')).jobsCommand(),
  migrate: async () => (await import('./commands/migrate.ts')).migrateCommand(),
  keys: async () => (await import('./commands/keys.ts')).keysCommand(),
  leads: async () => (await import('./commands/leads.ts')).leadsCommand(),
  audit: async () => (await import('./commands/audit.ts')).auditCommand(),
  export: async () => (await import('./commands/export.ts')).exportCommand(),
};

/**
 * The command `leadlight`.
 * @param args what follows `leadlight`. Where they begin with the name of a command, the program has that command only; else, as
 * for the help, it has all.
 */
export async function createProgram(args: readonly string[] = []): Promise<Command> {
  const program = new Command('leadlight')
    .exitOverride()
    .description('Predictive lead scoring for Salesforce that you run yourself: exact reasons, no look-ahead.')
    .version(readVersion())
    .showHelpAfterError('(run the command with --help for its options and an example)')
    .configureHelp({ sortSubcommands: false })
    .addHelpText('after', '\nExample:\n  leadlight train --csv leads.csv --label Converted --out leads.model');
  const named = findOwn(COMMANDS, args[0] ?? '');
  const loaded = await Promise.all((named ? [named] : Object.values(COMMANDS)).map((load) => load()));
  for (const command of loaded) program.addCommand(command);
  printThrough(program);
  return program;
}

/** Messages of commander quote arguments, and added commands inherit no configuration. */
function printThrough(command: Command): void {
  command.configureOutput({ writeOut: printOut, writeErr: printError });
  for (const subcommand of command.commands) printThrough(subcommand);
}
