/** The metadata of a package or an org that the runtime needs, as plain data; a tool at the edge reads it from files. */
export interface FieldMetadata {
  name: string;
  label: string;
  /** As in metadata: Text, Checkbox, Lookup… */
  type: string;
  length?: number;
  required?: boolean;
  unique?: boolean;
  externalId?: boolean;
  caseSensitive?: boolean;
  referenceTo?: string;
  /** The name of the list of children on the object that a lookup points at, without `__r`. */
  relationshipName?: string;
  isFormula?: boolean;
  defaultValue?: string;
  picklist?: string[];
}

export interface ObjectMetadata {
  name: string;
  label: string;
  fields: FieldMetadata[];
  /** A custom setting. */
  isSetting?: boolean;
}

export interface ObjectPermission {
  object: string;
  read: boolean;
  create: boolean;
  edit: boolean;
  delete: boolean;
  viewAll: boolean;
  modifyAll: boolean;
}

export interface PermissionSetMetadata {
  name: string;
  label: string;
  /** Classes that its users may call. */
  classes: string[];
  /** `Lead.Leadlight_Score__c`. */
  fields: { field: string; readable: boolean; editable: boolean }[];
  objects: ObjectPermission[];
  customPermissions?: string[];
}

export interface OrgMetadata {
  /** The namespace of the org and of its package; absent = none. */
  namespace?: string;
  objects: ObjectMetadata[];
  /** What only some orgs have; absent = nothing. */
  optional?: Pick<OrgMetadata, 'objects' | 'permissionSets' | 'classes'>;
  /** English texts by name. */
  labels: Record<string, string>;
  /** Texts by language, as in `de`, then by name. */
  translations: Record<string, Record<string, string>>;
  permissionSets: PermissionSetMetadata[];
  customMetadata: {
    type: string;
    name: string;
    label: string;
    values: Record<string, string | number | boolean | null>;
  }[];
  staticResources: { name: string; text: string }[];
  /** Names of the Apex classes. */
  classes: string[];
}
