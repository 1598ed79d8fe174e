/** One step of the schema. Never edited once released: a later step corrects it. */
export interface Migration {
  readonly name: string;
  readonly statements: string;
}
