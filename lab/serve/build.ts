// `npm run build:lab`: writes the page into dist-lab/.
import { join } from 'node:path';
import { buildLab } from './build-lab.ts';

const folder = join(process.cwd(), 'dist-lab');
const sizes = await buildLab(process.cwd(), folder);
for (const { name, bytes, gzipBytes } of sizes)
  process.stdout.write(`${name}: ${bytes} bytes, ${gzipBytes} with gzip\n`);
process.stdout.write(
  `The lab is in ${folder}. Any web server can serve it, also from a sub-path.\n`,
);
