// Descriptions of the org's objects. A top-level import would end ambient declarations.
declare module 'lightning/uiObjectInfoApi' {
  export interface FieldInfo {
    readonly apiName: string;
    readonly label: string;
    /** `String`, `Picklist`, `Int` … */
    readonly dataType?: string;
    /** Whether this user may edit it. */
    readonly updateable?: boolean;
  }

  /** The values of all picklist fields for a record type. */
  export interface Picklists {
    readonly picklistFieldValues: Readonly<
      Record<string, { readonly values: readonly { readonly value: string; readonly label: string }[] }>
    >;
  }

  /** An object as `getObjectInfo` provides it, in the user's language. */
  export interface ObjectInfo {
    readonly fields: Readonly<Record<string, FieldInfo>>;
    readonly defaultRecordTypeId?: string;
  }

  type ObjectRequest = { readonly objectApiName: { readonly objectApiName: string } };
  type WiredObjectInfo = { readonly data?: ObjectInfo; readonly error?: unknown };

  export const getPicklistValuesByRecordType: import('lwc').WireAdapterConstructor<
    ObjectRequest & { readonly recordTypeId: string | undefined },
    { readonly data?: Picklists; readonly error?: unknown },
    object
  >;
  export const getObjectInfo: import('lwc').WireAdapterConstructor<ObjectRequest, WiredObjectInfo, object>;
}

declare module '@salesforce/schema/Lead' {
  const object: { readonly objectApiName: string };
  export default object;
}
