import type { Scenario } from '#domain/scenario/scenario.ts';
import { august2007 } from './august-2007.ts';
import { december2010 } from './december-2010.ts';
import { drill } from './drill.ts';
import { supernodeLoss } from './supernode-loss.ts';

/** Every scenario that ships, by its name on the command line. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  [august2007.name]: august2007,
  [drill.name]: drill,
  [supernodeLoss.name]: supernodeLoss,
  [december2010.name]: december2010,
};
