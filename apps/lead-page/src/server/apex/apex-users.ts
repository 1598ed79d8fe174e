/** The users as whom the page calls Apex. Their rights come from profiles and from the permission sets of the package. */
export const APEX_USERS = {
  rep: { profile: 'Standard User', permissionSets: ['Leadlight_Viewer', 'Leadlight_Record_Viewer'] },
  administrator: { profile: 'System Administrator', permissionSets: ['Leadlight_Admin'] },
  /** An employee of the company to whom nobody assigned a permission set. */
  nobody: { profile: 'Standard User', permissionSets: [] },
} as const;

/** As whom the service signs in to the org. Its licence is not modelled. */
export const INTEGRATION_USER = { profile: 'Standard User', permissionSets: ['Leadlight_Integration'] } as const;

export type ApexUser = keyof typeof APEX_USERS;

export const isApexUser = (name: unknown): name is ApexUser =>
  typeof name === 'string' && Object.hasOwn(APEX_USERS, name);
