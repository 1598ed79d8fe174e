// The parts of the platform's Lightning modules that the components use. A top-level import would end ambient declarations.
declare module 'lightning/uiRecordApi' {
  type Field = { readonly fieldApiName: string; readonly objectApiName: string };

  /** A record as `getRecord` provides it. */
  export interface UiRecord {
    readonly id: string;
    readonly recordTypeInfo?: { readonly recordTypeId: string } | null;
    readonly fields: Readonly<Record<string, { readonly value: unknown; readonly displayValue?: string | null }>>;
  }

  interface RecordRequest {
    readonly recordId: string | undefined;
    readonly fields?: readonly Field[];
    readonly optionalFields?: readonly (Field | string)[];
  }

  /** What the wire provides: neither member while it loads. */
  export interface WiredRecord {
    readonly data?: UiRecord;
    readonly error?: unknown;
  }

  export const getRecord: import('lwc').WireAdapterConstructor<RecordRequest, WiredRecord, object>;
  export function getFieldValue(record: UiRecord, field: Field): unknown;
}

declare module 'lightning/navigation' {
  import type { LightningElement } from 'lwc';

  interface RecordPage {
    readonly type: 'standard__recordPage';
    readonly attributes: { readonly recordId: string; readonly objectApiName: string; readonly actionName: 'view' };
  }
  class NavigatingElement extends LightningElement {
    navigate(page: RecordPage): void;
  }

  /** A symbol at run time. Here it is the name of the method. */
  export const NavigationMixin: {
    (base: typeof LightningElement): typeof NavigatingElement;
    readonly Navigate: 'navigate';
  };
}
