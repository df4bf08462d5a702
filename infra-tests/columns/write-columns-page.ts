// Writes docs/columns.md anew: `npx node infra-tests/columns/write-columns-page.ts`.
import { writeFileSync } from 'node:fs';
import { COLUMNS_PAGE_PATH, columnsPage } from './columns-page.ts';

writeFileSync(COLUMNS_PAGE_PATH, columnsPage());
