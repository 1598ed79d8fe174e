// What the org says of its objects. No top-level import here: the file has to stay ambient.
declare module 'lightning/uiObjectInfoApi' {
  /** An object as `getObjectInfo` provides it, in the user's language. */
  export interface ObjectInfo {
    readonly fields: Readonly<Record<string, { readonly apiName: string; readonly label: string }>>;
  }

  type Asked = { readonly objectApiName: { readonly objectApiName: string } };
  type Wired = { readonly data?: ObjectInfo; readonly error?: unknown };

  export const getObjectInfo: import('lwc').WireAdapterConstructor<Asked, Wired, object>;
}

declare module '@salesforce/schema/Lead' {
  const object: { readonly objectApiName: string };
  export default object;
}
