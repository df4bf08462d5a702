// Writes the published schema of price books anew: `npx node
// runner/pricing/price-book-write-schema.ts`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stableJson } from '../stable-json.ts';
import { priceBookJsonSchema } from './price-book-schema.ts';

writeFileSync(
  join(process.cwd(), 'docs', 'schemas', 'price-book.schema.json'),
  stableJson(priceBookJsonSchema()),
);
