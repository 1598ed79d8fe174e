export { accountConversion, accountKeysOf, type AccountConversionPorts } from './account-conversion.ts';
