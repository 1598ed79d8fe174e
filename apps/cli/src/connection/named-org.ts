import { toId18 } from '@leadlight/salesforce';

/** The org that `--org` names, else `LEADLIGHT_ORG` in the environment, by its 18 characters; undefined where neither does. */
export function namedOrg(given: string | undefined, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = given || env.LEADLIGHT_ORG;
  return named ? toId18(named.trim()) : undefined;
}

/** How to say which of several orgs is meant. */
export const howToNameOrg = (orgIds: readonly string[]): string =>
  `Name one: --org ${orgIds[0]}, or LEADLIGHT_ORG=${orgIds[0]} in the environment. "leadlight connection list" tells which is which.`;
