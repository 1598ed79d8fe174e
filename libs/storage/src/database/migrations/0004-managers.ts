/** Who leads whom among the org's users, for conversion by team. */
export const managers = `
  alter table crm_user add column manager_id text;
`;
