// Reads a bill from `result.json`.

import * as z from 'zod';
import { phaseNames } from '#domain/storm/run-phase.ts';
import type { Bill } from '#pricing/bill.ts';
import { billableMeterNames, billedServices, type Service } from '#pricing/billable-meters.ts';

const meter = z.enum(billableMeterNames as [(typeof billableMeterNames)[number]]);
const usdByPhase = z.object(
  Object.fromEntries(phaseNames.map((phase) => [phase, z.number()])) as Record<
    (typeof phaseNames)[number],
    z.ZodNumber
  >,
);

const line = z.object({
  meter,
  service: z.enum(billedServices as [Service]),
  units: z.number(),
  freeUnits: z.number(),
  parts: z.array(
    z.object({
      fromUnits: z.number(),
      units: z.number(),
      usdPerUnit: z.number(),
      usd: z.number(),
    }),
  ),
  costUsd: z.number(),
  phaseUsd: usdByPhase,
  confidence: z.enum(['found', 'derived', 'unconfirmed']),
});

const floor = z.object({
  parts: z.array(z.object({ meter, units: z.number(), costUsd: z.number() })),
  totalUsd: z.number(),
  perLoginUsd: z.number().nullable(),
  ratio: z.number().nullable(),
});

/** The schema of a run's bill. `Bill` explains each field. */
export const storedBill: z.ZodType<Bill> = z.object({
  region: z.string(),
  asOf: z.string(),
  isFreeTierUsed: z.boolean(),
  lines: z.array(line),
  totalUsd: z.number(),
  serviceUsd: z.partialRecord(z.enum(billedServices as [Service]), z.number()),
  phaseUsd: usdByPhase,
  unpriced: z.partialRecord(meter, z.number()),
  unseen: z.array(meter),
  perMillionLoginsUsd: z.number().nullable(),
  perNodeMonthUsd: z.number().nullable(),
  loginFloor: floor.nullable(),
  networkFloor: floor.nullable(),
  outage: z
    .object({ quietUsdPerHour: z.number(), extraUsd: z.number(), healingUsd: z.number() })
    .nullable(),
});
