/**
 * The member of that name, undefined where the object has none of its own. Use it for names from files, orgs and requests: a
 * column may be named `constructor` or `toString`, which every object inherits.
 */
export const findOwn = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
