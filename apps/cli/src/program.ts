import { Command } from 'commander';
import { auditCommand } from './commands/audit.ts';
import { backtestCommand } from './commands/backtest.ts';
import { checkCommand } from './commands/check.ts';
import { connectCommand } from './commands/connect.ts';
import { conversionCommand } from './commands/conversion.ts';
import { connectionCommand } from './commands/connection.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { fieldsCommand } from './commands/fields.ts';
import { followCommand } from './commands/follow.ts';
import { inspectCommand } from './commands/inspect.ts';
import { keysCommand } from './commands/keys.ts';
import { leadsCommand } from './commands/leads.ts';
import { mcpCommand } from './commands/mcp.ts';
import { migrateCommand } from './commands/migrate.ts';
import { modelsCommand } from './commands/models.ts';
import { reconcileCommand } from './commands/reconcile.ts';
import { retrainCommand } from './commands/retrain.ts';
import { scoreCommand } from './commands/score.ts';
import { serveCommand } from './commands/serve.ts';
import { settingsCommand } from './commands/settings.ts';
import { startCommand } from './commands/start.ts';
import { syncCommand } from './commands/sync.ts';
import { trainCommand } from './commands/train.ts';
import { printError, printOut } from './terminal/print.ts';

const COMMANDS = [
  startCommand,
  connectCommand,
  doctorCommand,
  connectionCommand,
  syncCommand,
  reconcileCommand,
  followCommand,
  inspectCommand,
  trainCommand,
  backtestCommand,
  retrainCommand,
  checkCommand,
  conversionCommand,
  modelsCommand,
  settingsCommand,
  fieldsCommand,
  scoreCommand,
  explainCommand,
  serveCommand,
  mcpCommand,
  migrateCommand,
  keysCommand,
  leadsCommand,
  auditCommand,
];

/** The command `leadlight` with all its commands, in the order of its help. */
export function createProgram(): Command {
  const program = new Command('leadlight')
    .exitOverride()
    .description('Predictive lead scoring for Salesforce that you run yourself: exact reasons, no look-ahead.')
    .version('0.1.0')
    .showHelpAfterError('(run the command with --help for its options and an example)')
    .configureHelp({ sortSubcommands: false })
    .addHelpText('after', '\nExample:\n  leadlight train --csv leads.csv --label Converted --out leads.model');
  for (const createCommand of COMMANDS) program.addCommand(createCommand());
  printThrough(program);
  return program;
}

/** Messages of commander quote arguments, and added commands inherit no configuration. */
function printThrough(command: Command): void {
  command.configureOutput({ writeOut: printOut, writeErr: printError });
  for (const subcommand of command.commands) printThrough(subcommand);
}
