// What the org says of its objects. No top-level import here: the file has to stay ambient.
declare module 'lightning/uiObjectInfoApi' {
  export interface FieldInfo {
    readonly apiName: string;
    readonly label: string;
    /** `String`, `Picklist`, `Int` … */
    readonly dataType?: string;
    /** Whether this user may change it. */
    readonly updateable?: boolean;
  }

  /** Values of all picklist fields that a record type offers. */
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

  type Asked = { readonly objectApiName: { readonly objectApiName: string } };
  type Wired = { readonly data?: ObjectInfo; readonly error?: unknown };

  export const getPicklistValuesByRecordType: import('lwc').WireAdapterConstructor<
    Asked & { readonly recordTypeId: string | undefined },
    { readonly data?: Picklists; readonly error?: unknown },
    object
  >;
  export const getObjectInfo: import('lwc').WireAdapterConstructor<Asked, Wired, object>;
}

declare module '@salesforce/schema/Lead' {
  const object: { readonly objectApiName: string };
  export default object;
}
