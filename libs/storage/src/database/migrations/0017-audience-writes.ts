/** When somebody asked for a write of an audience, and what the last write did. */
export const audienceWrites = `
  alter table audience add column write_requested_at int8, add column last_write json;
`;
