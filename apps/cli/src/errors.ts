/** What the command refuses, with the cause and the remedy in the message. Anything else that is thrown is our defect. */
export type CliErrorCode =
  | 'csv_unreadable'
  | 'csv_empty'
  | 'csv_binary'
  | 'csv_encoding'
  | 'csv_ragged'
  | 'csv_duplicate_header'
  | 'options'
  | 'not_connected'
  | 'import_file'
  | 'model_unreadable'
  | 'process_failed'
  | 'port_taken';

export class CliError extends Error {
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string) {
    super(message);
    this.name = 'CliError';
    this.code = code;
  }
}
