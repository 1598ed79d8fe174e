export { exportWarehouse, type ExportWarehousePorts, type WarehouseExport } from './export-warehouse.ts';
export type { TableExport } from './mirrored-rows.ts';
export { warehouseTables } from './tables.ts';
