import type { Scenario } from '#domain/scenario.ts';
import { august2007 } from './august-2007.ts';
import { drill } from './drill.ts';

/** Every scenario that ships, by its name on the command line. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  [august2007.name]: august2007,
  [drill.name]: drill,
};
