/** A row as its port has it: without `propensityId` where it is about the model of leads or about the service. */
export const omitEmptyPropensity = <Row extends { readonly propensityId: string }>({ propensityId, ...row }: Row) => ({
  ...row,
  ...(propensityId !== '' && { propensityId }),
});
