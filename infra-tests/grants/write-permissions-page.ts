// Writes docs/permissions.md anew: `npx node infra-tests/grants/write-permissions-page.ts`.
import { writeFileSync } from 'node:fs';
import { PERMISSIONS_PAGE_PATH, permissionsPage } from './permissions-page.ts';

writeFileSync(PERMISSIONS_PAGE_PATH, permissionsPage());
