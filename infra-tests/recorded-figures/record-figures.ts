// Records the figures anew: `npx node infra-tests/recorded-figures/record-figures.ts`.
import { writeFileSync } from 'node:fs';
import { figuresPath } from './figures.ts';
import { localFigures } from './local-figures.ts';
import { twinFigures } from './twin-figures.ts';

const figures = { ...twinFigures(), ...(await localFigures()) };
writeFileSync(figuresPath, `${JSON.stringify(figures, null, 2)}\n`);
