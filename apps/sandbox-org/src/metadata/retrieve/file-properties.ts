import type { ApiUser } from '../api-user.ts';
import type { StoredComponent } from '../component-store.ts';
import { packageTypeOf } from '../component-types.ts';

/** The FileProperties of the Metadata API. */
export const fileProperties = (
  { type, fullName, fileName, id, createdDate, modifiedDate }: StoredComponent,
  user: ApiUser,
) => ({
  createdById: user.id,
  createdByName: user.name,
  createdDate,
  fileName: `unpackaged/${fileName}`,
  fullName,
  id,
  lastModifiedById: user.id,
  lastModifiedByName: user.name,
  lastModifiedDate: modifiedDate,
  manageableState: 'unmanaged',
  type: packageTypeOf(type),
});
