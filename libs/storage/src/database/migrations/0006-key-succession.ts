/** Which key a key replaces, and when the first call with it proved it. */
export const keySuccession = `
  alter table api_key add column replaces text;
  alter table api_key add column proved_at int8;
`;
