/** An error of the platform's APIs, with its wording. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[];
  /** Position in the text of a query; undefined = none, or not known yet. */
  readonly position: number | undefined;

  constructor(status: number, errorCode: string, message: string, fields: readonly string[] = [], position?: number) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
    this.position = position;
  }

  /** The same error with a position in a query. */
  atPosition(position: number): ApiError {
    return new ApiError(this.status, this.errorCode, this.message, this.fields, position);
  }
}

export const badRequest = (
  errorCode: string,
  message: string,
  fields?: readonly string[],
  position?: number,
): ApiError => new ApiError(400, errorCode, message, fields, position);

export const malformedQuery = (message: string): ApiError => badRequest('MALFORMED_QUERY', message);

export const noSuchColumn = (column: string, object: string): ApiError =>
  badRequest(
    'INVALID_FIELD',
    `No such column '${column}' on entity '${object}'. If you are attempting to use a custom field, be sure to append ` +
      "the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
  );

export const noSuchRelationship = (relationship: string): ApiError =>
  badRequest(
    'INVALID_FIELD',
    `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, ` +
      "be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call " +
      'for the appropriate names.',
  );

export const noSuchObject = (object: string): ApiError =>
  badRequest(
    'INVALID_TYPE',
    `sObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the ` +
      "'__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
  );

const NOT_FOUND_MESSAGE = 'The requested resource does not exist';

export const notFound = (): ApiError => new ApiError(404, 'NOT_FOUND', NOT_FOUND_MESSAGE);

/** There is no such record. In a list of records it becomes another error. */
export class RecordNotFoundError extends ApiError {
  constructor() {
    super(404, 'NOT_FOUND', NOT_FOUND_MESSAGE);
  }
}

export const noSuchField = (field: string, object: string): ApiError =>
  badRequest('INVALID_FIELD', `No such column '${field}' on sobject of type ${object}`);

export const invalidReference = (): ApiError => badRequest('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
