// Writes docs/quotas.md anew: `npx node infra-tests/quotas/write-quotas-page.ts`.
import { writeFileSync } from 'node:fs';
import { QUOTAS_PAGE_PATH, quotasPage } from './quotas-page.ts';

writeFileSync(QUOTAS_PAGE_PATH, quotasPage());
