import { PGlite } from '@electric-sql/pglite';

/** Creates an empty database and ends: `node create-database.ts <folder>`. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Usage: create-database.ts <folder>');

const db = await PGlite.create(folder);
await db.close();
