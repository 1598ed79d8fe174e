/** An answer that says no, in the platform's own words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[];
  /** Place in the text of a query that is to blame; undefined = none, or not known yet. */
  readonly position: number | undefined;

  constructor(status: number, errorCode: string, message: string, fields: readonly string[] = [], at?: number) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
    this.position = at;
  }

  /** The same refusal of what stands at this place of a query. */
  atPosition(at: number): ApiError {
    return new ApiError(this.status, this.errorCode, this.message, this.fields, at);
  }
}

export const malformedQuery = (message: string): ApiError => new ApiError(400, 'MALFORMED_QUERY', message);

export const noSuchColumn = (column: string, object: string): ApiError =>
  new ApiError(
    400,
    'INVALID_FIELD',
    `No such column '${column}' on entity '${object}'. If you are attempting to use a custom field, be sure to append ` +
      "the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
  );

export const noSuchRelationship = (relationship: string): ApiError =>
  new ApiError(
    400,
    'INVALID_FIELD',
    `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, ` +
      "be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call " +
      'for the appropriate names.',
  );

export const noSuchObject = (object: string): ApiError =>
  new ApiError(
    400,
    'INVALID_TYPE',
    `sObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the ` +
      "'__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
  );

export const notFound = (): ApiError => new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');

/** There is no such record. In a list of records it is told in other words than alone. */
export class RecordNotFoundError extends ApiError {
  constructor() {
    super(404, 'NOT_FOUND', 'The requested resource does not exist');
  }
}

export const invalidReference = (): ApiError =>
  new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
