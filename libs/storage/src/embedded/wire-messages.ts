// The few messages of PostgreSQL's protocol that the server reads or writes itself; PGlite handles the rest.

const CODES = { startup: 196_608, cancel: 80_877_102, ssl: 80_877_103, gssEncryption: 80_877_104 } as const;

/** What a connection's first message requests; it has no type byte. */
export function openingRequestOf(message: Buffer): keyof typeof CODES | 'unknown' {
  if (message.length < 8) return 'unknown';
  const code = message.readInt32BE(4);
  const entries = Object.entries(CODES) as [keyof typeof CODES, number][];
  return entries.find(([, value]) => value === code)?.[0] ?? 'unknown';
}

/** "No" to SSL and GSS encryption, which loopback does not need. */
export const REFUSE_ENCRYPTION = Buffer.from('N');

const text = (value: string): Buffer => Buffer.from(`${value}\0`);

const typed = (type: string, body: Buffer): Buffer => {
  const header = Buffer.alloc(5);
  header.write(type, 'latin1');
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
};

/** AuthenticationCleartextPassword: loopback only, and the password is a token that lives as long as the server. */
export const REQUEST_PASSWORD = typed('R', Buffer.from([0, 0, 0, 3]));

/** The password in a PasswordMessage; undefined for any other message. */
export function passwordIn(message: Buffer): string | undefined {
  return isType(message, 'p') ? message.toString('utf8', 5, message.length - 1) : undefined;
}

/** The start-up message for PGlite. It ignores the user and database that the client named: PGlite has one of each. */
export function startupMessage(): Buffer {
  const body = Buffer.concat([
    Buffer.from([0, 3, 0, 0]),
    ...['user', 'postgres', 'database', 'postgres', ''].map(text),
  ]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}

/** A statement as a client would send it. */
export const queryMessage = (statement: string): Buffer => typed('Q', text(statement));

export function fatalError(sqlState: string, message: string): Buffer {
  const fields = ['SFATAL', 'VFATAL', `C${sqlState}`, `M${message}`, ''];
  return typed('E', Buffer.concat(fields.map(text)));
}

const isType = (message: Uint8Array, types: string): boolean => types.includes(String.fromCharCode(message[0] ?? 0));

/** Sync, Query, FunctionCall and Flush: after them the client waits for a response. */
export const endsBatch = (message: Uint8Array): boolean => isType(message, 'SQFH');

/** Flush leaves a statement unfinished: no other client may use the session until Sync. */
export const keepsSession = (message: Uint8Array | undefined): boolean => message !== undefined && isType(message, 'H');

export const isTerminate = (message: Uint8Array): boolean => isType(message, 'X');
