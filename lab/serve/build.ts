// `npm run build:lab`: writes the page into dist-lab/, or into the folder that is named.
import { join, resolve } from 'node:path';
import { buildLab } from './build-lab.ts';

const folder = resolve(process.argv[2] ?? 'dist-lab');
const sizes = await buildLab(join(import.meta.dirname, '..', '..'), folder);
for (const { name, bytes, gzipBytes } of sizes)
  process.stdout.write(`${name}: ${bytes} bytes, ${gzipBytes} with gzip\n`);
process.stdout.write(
  `The lab is in ${folder}. Any web server can serve it, also from a sub-path.\n`,
);
